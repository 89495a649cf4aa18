package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.Connection;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tables in which the library keeps what it knows. */
@DatabaseTest
class MetadataTableTest {

    private static final String RELATIONS = "select n.nspname, c.relname from pg_class c"
            + " join pg_namespace n on n.oid = c.relnamespace"
            + " where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind = 'r' order by 1, 2";

    private static DatabaseUpgraderBuilder builder(TestDatabase database) {
        return DatabaseUpgrader.forDataSource(database.dataSource()).applicationVersion("1.1.0");
    }

    @Test
    @DisplayName("upgrades 12: the database itself refuses a second row of a component")
    void row_ofAComponentThatHasOne_isRefusedByTheDatabase(TestDatabase database) throws Exception {
        builder(database).build().initialiseSchemaVersion();
        builder(database).component("metrics").build().initialiseSchemaVersion();

        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("insert into database_metadata"
                            + " select component, '9.9.9', '9.9.9', '9.9.9', layout_version from database_metadata"))
                    .extracting("SQLState")
                    .isEqualTo("23505");
        }
        assertThat(database.rows("select component, schema_version from database_metadata order by 1"))
                .containsExactly("application|1.1.0", "metrics|1.1.0");
    }

    @Test
    @DisplayName("upgrades 13: reading without the table says that nothing is recorded, and creates nothing")
    void reading_withoutTheTable_createsNothing(TestDatabase database) {
        DatabaseUpgrader upgrader =
                builder(database).register("1.1.0", sql("select 1")).build();

        assertThat(upgrader.status().state()).isEqualTo(State.UNINITIALISED);
        assertThat(upgrader.history()).isEmpty();
        assertThatThrownBy(upgrader::plan).isInstanceOf(UpgradeException.class);
        assertThatThrownBy(upgrader::validate).isInstanceOf(UpgradeException.class);
        assertThat(database.rows(RELATIONS)).isEmpty();
    }

    @Test
    @DisplayName("upgrades 15: a search_path that leads to other tables of these names changes nothing")
    void searchPath_withTablesOfTheSameNames_changesNothing(TestDatabase database) {
        database.execute("create schema decoy; create table decoy.database_metadata (nonsense int);"
                + " create table decoy.database_upgrade_history (nonsense int);"
                + " create table decoy.database_upgrade_steps (nonsense int);"
                + " alter database " + database.name() + " set search_path = decoy");
        DatabaseUpgrader upgrader = builder(database)
                .register("1.1.0", sql("create table item (id int)"))
                .build();

        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        upgrader.upgrade();

        assertThat(upgrader.status().state()).isEqualTo(State.CURRENT);
        assertThat(Steps.history(upgrader)).containsExactly("initialise 1.0.0", "upgrade 1.1.0");
        // the step itself works with the host's search_path
        assertThat(database.rows(RELATIONS)).contains("decoy|item", "public|database_metadata");
        assertThat(database.queryLong("select count(*) from decoy.database_metadata"))
                .isZero();
    }

    @Test
    @DisplayName("upgrades 15: schema and table prefix are configurable, and such upgraders do not see each other")
    void schemaAndPrefix_ofTheHost_areUsedEverywhere(TestDatabase database) {
        DatabaseUpgrader odd = builder(database)
                .schema("It's a <schema>: ?")
                .tablePrefix("up_")
                .register("1.1.0", sql("create table item (id int)"))
                .build();
        DatabaseUpgrader other = builder(database).build();

        odd.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        odd.upgrade();

        assertThat(odd.status().state()).isEqualTo(State.CURRENT);
        assertThat(odd.upgrade().versions()).isEmpty();
        assertThat(Steps.history(odd)).containsExactly("initialise 1.0.0", "upgrade 1.1.0");
        assertThat(other.status().state()).isEqualTo(State.UNINITIALISED);
        assertThat(database.rows(RELATIONS))
                .containsExactly(
                        "It's a <schema>: ?|up_backfill_chunks",
                        "It's a <schema>: ?|up_backfill_quarantine",
                        "It's a <schema>: ?|up_backfills",
                        "It's a <schema>: ?|up_metadata",
                        "It's a <schema>: ?|up_schema_transitions",
                        "It's a <schema>: ?|up_upgrade_history",
                        "It's a <schema>: ?|up_upgrade_steps",
                        "public|item");
    }

    @Test
    @DisplayName("upgrades 16: all times are timestamptz by the clock of the server")
    void times_areOfTheServer(TestDatabase database) {
        assertThat(database.rows("show timezone")).doesNotContain("UTC");
        OffsetDateTime before = now(database);
        DatabaseUpgrader upgrader = builder(database).build();
        upgrader.initialiseSchemaVersion();
        OffsetDateTime after = now(database);

        HistoryEntry entry = upgrader.history().get(0);
        assertThat(entry.startedAt()).isBetween(before.toInstant(), after.toInstant());
        assertThat(entry.endedAt()).isBetween(entry.startedAt(), after.toInstant());
        assertThat(database.rows("select distinct data_type from information_schema.columns"
                        + " where table_schema = 'public' and (column_name like '%\\_at' or data_type like '%time%')"))
                .containsExactly("timestamp with time zone");
        assertThat(database.queryText(
                        "select updated_at between '" + before + "' and '" + after + "' from database_metadata"))
                .isEqualTo("t");
    }

    private static OffsetDateTime now(TestDatabase database) {
        return database.query("select clock_timestamp()", row -> row.getObject(1, OffsetDateTime.class))
                .get(0);
    }

    @Test
    @DisplayName("upgrades 17: tables that a later release of the library has changed are left alone")
    void layout_newerThanKnown_isRefusedByEveryCall(TestDatabase database) {
        DatabaseUpgrader upgrader =
                builder(database).register("1.1.0", sql("select 1")).build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        database.execute("update database_metadata set layout_version = 99");

        List<ThrowingCallable> calls = List.of(
                upgrader::upgrade,
                upgrader::initialiseSchemaVersion,
                upgrader::plan,
                upgrader::dryRun,
                upgrader::status,
                upgrader::validate,
                upgrader::history,
                () -> upgrader.rollback("1.0.0"));
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call)
                        .asInstanceOf(type(UpgradeException.class))
                        .extracting(UpgradeException::code)
                        .isEqualTo(ErrorCode.NEWER_LAYOUT));
        assertThat(database.rows("select schema_version, layout_version from database_metadata"))
                .containsExactly("1.0.0|99");
    }

    @Test
    @DisplayName("upgrades 17: a component that comes later does not write into newer tables either")
    void layout_newerThanKnown_isRefusedForANewComponent(TestDatabase database) {
        builder(database).build().initialiseSchemaVersion();
        database.execute("update database_metadata set layout_version = 99");
        DatabaseUpgrader late = builder(database).component("late").build();

        assertThatThrownBy(late::initialiseSchemaVersion)
                .asInstanceOf(type(UpgradeException.class))
                .extracting(UpgradeException::code)
                .isEqualTo(ErrorCode.NEWER_LAYOUT);
        assertThat(database.rows("select component from database_metadata")).containsExactly("application");
    }

    @Test
    @DisplayName("upgrades 17: each row carries the layout of the tables")
    void layout_isRecorded(TestDatabase database) {
        assertThat(builder(database).build().initialiseSchemaVersion()).isEqualTo(SchemaVersion.parse("1.1.0"));

        assertThat(database.queryLong("select layout_version from database_metadata"))
                .isEqualTo(1);
    }
}
