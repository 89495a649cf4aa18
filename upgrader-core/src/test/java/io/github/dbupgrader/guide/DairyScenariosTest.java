package io.github.dbupgrader.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.load.Session;
import io.github.dbupgrader.schema.Column;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The guide's changes of columns of dairy_production: add nullable, add required, drop. A dashboard reads all columns throughout. */
@DatabaseTest
class DairyScenariosTest {

    private final AtomicLong ids = new AtomicLong(1000);
    private final Session.Round dashboard =
            (session, round) -> session.read("select * from dairy_production order by id desc limit 5");
    private final Session.Round oldApi =
            (session, round) -> session.read("select id, milk_liters from dairy_production order by id desc limit 10");
    private final Session.Round oldIngestor = (session, round) -> {
        long id = ids.incrementAndGet();
        session.write("insert into dairy_production (id, device_id, milk_liters) values (?, 7, 20)", id);
        session.write("update dairy_production set milk_liters = ? where id = ?", id % 30, id);
    };

    @BeforeEach
    void table(TestDatabase database) {
        database.execute(
                "create table dairy_production (id bigint primary key, device_id int not null,"
                        + " ts timestamptz not null default now(), milk_liters decimal(10,2) not null);"
                        + " insert into dairy_production (id, device_id, milk_liters) select n, 7, n % 30 from generate_series(1, 1000) n");
    }

    static final class QualityScore {
        @RegisterUpgrade(value = "1.1.0", compatibleFrom = "1.0.0")
        void add(UpgradeContext upgrade) {
            upgrade.schema()
                    .table("dairy_production")
                    .addColumn("quality_score", "decimal(4,2)", "Calculated milk quality score (0-100)");
        }

        @RegisterRollback("1.1.0")
        void drop(Handle handle) {
            handle.execute("alter table dairy_production drop column quality_score");
        }
    }

    @Test
    @DisplayName(
            "online 40, online 43: the guide's scenario 1, add a nullable column: migration, API, ingestor, and its rollback")
    void addNullableColumn_qualityScore(TestDatabase database) {
        try (Deployment system = new Deployment(database, new QualityScore())) {
            system.deploy("grafana", "1.0.0", dashboard);
            system.start(oldApi, oldIngestor);

            system.migrate("1.1.0");
            String after = system.catalogue();
            assertThat(after).contains("Calculated milk quality score (0-100)");
            system.deploy(
                    "api",
                    "1.1.0",
                    (session, round) -> session.read(
                            "select id, milk_liters, quality_score from dairy_production order by id desc limit 10"));
            assertThat(database.queryLong("select count(quality_score) from dairy_production"))
                    .as("the API reads nulls before the ingestor is deployed")
                    .isZero();
            system.deploy(
                    "ingestor",
                    "1.1.0",
                    (session, round) -> session.write(
                            "insert into dairy_production (id, device_id, milk_liters, quality_score) values (?, 7, 20, 3.5)",
                            ids.incrementAndGet()));
            assertThat(database.queryLong("select count(quality_score) from dairy_production"))
                    .isPositive();

            system.goBack("1.1.0");
            system.stop();
            requireNothingLost(database);
        }
    }

    static final class MilkClass {
        @RegisterUpgrade(value = "1.1.0", mode = UpgradeMode.ONLINE, compatibleFrom = "1.0.0")
        void add(UpgradeContext upgrade) {
            upgrade.schema()
                    .table("dairy_production")
                    .addRequiredColumn(
                            Column.named("milk_class", "text").defaultValue("'B'"),
                            "case when milk_liters > 10 then 'A' else 'B' end");
        }

        @RegisterRollback("1.1.0")
        void drop(Handle handle) {
            handle.execute("alter table dairy_production drop column milk_class");
        }
    }

    @Test
    @DisplayName("online 19, online 21: the guide's add required column: migration, API, ingestor, and its rollback")
    void addRequiredColumn_milkClass(TestDatabase database) {
        try (Deployment system = new Deployment(database, new MilkClass())) {
            system.deploy("grafana", "1.0.0", dashboard);
            system.start(oldApi, oldIngestor);

            system.migrate("1.1.0");
            system.deploy(
                    "api",
                    "1.1.0",
                    (session, round) -> session.numbers(
                            "select count(*) from (select milk_class from dairy_production order by id desc limit 10) t where milk_class is not null having count(*) = 10"));
            system.deploy(
                    "ingestor",
                    "1.1.0",
                    (session, round) -> session.write(
                            "insert into dairy_production (id, device_id, milk_liters, milk_class) values (?, 7, 20, 'A')",
                            ids.incrementAndGet()));
            assertThat(
                            database.rows(
                                    "select is_nullable from information_schema.columns where table_name = 'dairy_production' and column_name = 'milk_class'"))
                    .containsExactly("NO");
            assertThat(
                            database.queryLong(
                                    "select count(*) from dairy_production where id <= 1000 and milk_class <> case when milk_liters > 10 then 'A' else 'B' end"))
                    .isZero();

            system.goBack("1.1.0");
            system.stop();
            requireNothingLost(database);
        }
    }

    static final class NoDeviceNote {
        @RegisterUpgrade(value = "1.1.0", mode = UpgradeMode.ONLINE)
        void drop(UpgradeContext upgrade) {
            upgrade.schema().table("dairy_production").dropColumn("device_note");
        }
    }

    @Test
    @DisplayName(
            "online 42: the guide's drop column: API, ingestor, migration; the services can go back until then, and nothing can afterwards")
    void dropColumn_deviceNote(TestDatabase database) {
        database.execute(
                "alter table dairy_production add device_note text; create index device_note_idx on dairy_production (device_note)");
        Session.Round noteApi =
                (session, round) -> session.read("select id, device_note from dairy_production order by id limit 10");
        Session.Round noteIngestor = (session, round) -> session.write(
                "insert into dairy_production (id, device_id, milk_liters, device_note) values (?, 7, 20, 'new')",
                ids.incrementAndGet());
        try (Deployment system = new Deployment(database, new NoDeviceNote())) {
            system.deploy("grafana", "1.0.0", dashboard);
            system.start(noteApi, noteIngestor);
            system.deploy("api", "1.1.0", oldApi);
            system.deploy("ingestor", "1.1.0", oldIngestor);
            system.deploy("ingestor", "1.0.0", noteIngestor);
            system.deploy("ingestor", "1.1.0", oldIngestor);

            system.migrate("1.1.0");

            String after = system.catalogue();
            assertThat(after).doesNotContain("device_note");
            assertThatThrownBy(() -> system.rollBack("1.1.0", "1.0.0"))
                    .isInstanceOfSatisfying(
                            UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_ROLLBACK));
            assertThat(system.catalogue()).isEqualTo(after);
            system.stop();
            requireNothingLost(database);
        }
    }

    private void requireNothingLost(TestDatabase database) {
        assertThat(database.queryLong("select count(*) from dairy_production")).isEqualTo(ids.get());
    }
}
