package io.github.dbupgrader.metrics.upgrade;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.metrics.model.MetricDefinition;
import io.github.dbupgrader.metrics.model.MetricErrorCode;
import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.metrics.store.StoreJson;
import io.github.dbupgrader.metrics.testing.ErrorTexts;
import io.github.dbupgrader.metrics.testing.PinnedTexts;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UpgradeErrorsTest implements PinnedTexts {

    private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-00000000000a");

    private static MetricDefinition definition(String datasets) {
        return MetricDefinition.fromContent(StoreJson.read("""
                {"name": "a", "sql": "select 1", "dataset_ids": %s,
                 "chart_config": {"selectedChartType": "table", "columnLabelFormats": {}}}""".formatted(datasets)));
    }

    @Test
    void rowLimit_thatIsNone_isRefused() {
        MetadataMove move = MetadataMove.of((source, sql, limit) -> {
            throw new AssertionError("nothing runs");
        });
        assertThatThrownBy(() -> move.rowLimit(0))
                .hasMessageStartingWith("UPM-206")
                .hasMessageContaining(" 0 ");
        assertThatThrownBy(() -> move.rowLimit(-1)).isInstanceOf(MetricException.class);
        assertThatCode(() -> move.rowLimit(1)).doesNotThrowAnyException();
    }

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(UpgradeErrors.class)
                .text(
                        UpgradeErrors.incomplete(new MetadataCheck(10, 7, 2, 1, 3, 1, 12)),
                        "UPM-401 The lists stay in the definitions: metrics lack metadata of their query, and the move is strict;"
                                + " metrics 10, with metadata 7, without 2, with metadata of another query 1; lists in definitions 3,"
                                + " of deleted metrics 1, in versions 12. Fix: mend or delete the metrics in the quarantine of"
                                + " \"metric metadata\", and start again, which tries them again; or leave strict() out.")
                .text(
                        UpgradeErrors.rowLimitTooSmall(0),
                        "UPM-206 The row limit 0 of the move cannot be used: metadata is that of the rows that a query returns, so at least"
                                + " one has to be read. Fix: give rowLimit a number above 0, or leave it out for the default of 5000.")
                .text(
                        UpgradeErrors.noDataSource(definition("null")),
                        "UPM-402 The metric has no metadata: its dataset_ids is null, so nobody can know where its query runs."
                                + " Fix: name one in dataset_ids, or give the upgrade a defaultDataset.")
                .text(
                        UpgradeErrors.noDataSource(definition("[]")),
                        "UPM-402 The metric has no metadata: it names no data set, so nobody can know where its query runs."
                                + " Fix: name one in dataset_ids, or give the upgrade a defaultDataset.")
                .text(
                        UpgradeErrors.noDataSource(definition("[\"" + ID + "\"]")),
                        "UPM-402 The metric has no metadata: its first data set, " + ID
                                + ", is not there, or was deleted. Fix: name a data set that is there first in dataset_ids.")
                .text(
                        UpgradeErrors.sourceAway(
                                ID,
                                new MetricException(
                                        MetricErrorCode.DATA_SOURCE_UNREACHABLE,
                                        "The data source gives no connection",
                                        "its driver or pool ends with SQLSTATE 08001",
                                        "look at the cause",
                                        null)),
                        "UPM-207 The backfill waits for the data source " + ID
                                + ": its driver or pool ends with SQLSTATE 08001; its metrics are not at fault, and are tried again."
                                + " Fix: make it reachable; or take it out of the DataSources, and its metrics go to quarantine.")
                .text(
                        UpgradeErrors.listOfDeleted(),
                        "UPM-403 The definition keeps its list: the metric is deleted, and queries of deleted metrics are not run."
                                + " Fix: leave it as it is; all applications read it.")
                .text(
                        UpgradeErrors.listWithoutMetadata(),
                        "UPM-403 The definition keeps its list: the column holds no metadata of its query on its data source, or one without columns. Fix: look in the"
                                + " quarantine of the backfill for the reason, mend the metric, and let its metadata be computed.")
                .text(
                        UpgradeErrors.checkFailed(new SQLException("ERROR: relation is missing", "42P01")),
                        "UPM-404 The stored metadata was not looked at: the database says SQLSTATE 42P01. Fix: look at the cause;"
                                + " the role has to read metric_files and datasets.");
    }
}
