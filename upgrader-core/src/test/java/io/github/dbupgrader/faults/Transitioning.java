package io.github.dbupgrader.faults;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.schema.ChangeColumnType;
import io.github.dbupgrader.schema.RenameColumn;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A host application that gives a column another name or type in two versions, or goes back: expand, and then contract or revert. */
abstract class Transitioning implements Host {

    private static final String EXPANDED = "1.1.0";

    private static final String[] LIBRARY = {
        "metadata_before",
        "database_metadata",
        "database_upgrade_history",
        "database_upgrade_steps",
        "database_schema_transitions",
        "database_backfills",
        "database_backfill_chunks",
        "database_backfill_quarantine"
    };

    /** A column with all that can belong to one. */
    static final class Rename extends Transitioning {
        @Override
        public void start(DataSource dataSource) {
            upgrader(dataSource, u -> rename(u).expand(), u -> rename(u).contract())
                    .upgrade();
        }
    }

    /** The same, undone. What crashes is only the way back: expand is what {@link Rename} does. */
    static final class RenameReverted extends Transitioning {
        @Override
        public void reinstall(TestDatabase database) {
            super.reinstall(database);
            upgrader(database.dataSource()).upgrade(UpgradeOptions.to(EXPANDED));
        }

        @Override
        public void start(DataSource dataSource) {
            upgrader(dataSource).upgrade();
        }

        private static DatabaseUpgrader upgrader(DataSource dataSource) {
            return Transitioning.upgrader(
                    dataSource, u -> rename(u).expand(), u -> rename(u).revert());
        }
    }

    /** A primary key with an identity, which its own table and another one reference. */
    static final class WidenedKey extends Transitioning {
        @Override
        public void start(DataSource dataSource) {
            upgrader(dataSource, u -> widen(u).expand(), u -> widen(u).contract())
                    .upgrade();
        }
    }

    /** The same, undone. What crashes is only the way back: expand is what {@link WidenedKey} does. */
    static final class WidenedKeyReverted extends Transitioning {
        @Override
        public void reinstall(TestDatabase database) {
            super.reinstall(database);
            upgrader(database.dataSource()).upgrade(UpgradeOptions.to(EXPANDED));
        }

        @Override
        public void start(DataSource dataSource) {
            upgrader(dataSource).upgrade();
        }

        private static DatabaseUpgrader upgrader(DataSource dataSource) {
            return Transitioning.upgrader(dataSource, u -> widen(u).expand(), u -> widen(u).revert());
        }
    }

    private static RenameColumn rename(UpgradeContext upgrade) {
        return upgrade.schema()
                .table("farm", "reading")
                .renameColumn("device", "device_name")
                .lookingFor(Duration.ZERO);
    }

    private static ChangeColumnType widen(UpgradeContext upgrade) {
        return upgrade.schema()
                .table("farm", "meter")
                .changeType("id", "bigint")
                .lookingFor(Duration.ZERO);
    }

    private static DatabaseUpgraderBuilder builder(DataSource dataSource) {
        return DatabaseUpgrader.forDataSource(dataSource).applicationVersion("1.2.0");
    }

    private static DatabaseUpgrader upgrader(DataSource dataSource, UpgradeMethod first, UpgradeMethod second) {
        return builder(dataSource)
                .register(EXPANDED, UpgradeMode.ONLINE, first)
                .register("1.2.0", UpgradeMode.ONLINE, second)
                .build();
    }

    /** The first time it makes the library's tables too. */
    @Override
    public void reinstall(TestDatabase database) {
        if (database.queryText("select to_regclass('metadata_before')").equals("null")) {
            builder(database.dataSource()).build().initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
            database.execute("create table metadata_before as table database_metadata");
        }
        database.execute("""
                set client_min_messages = 'warning';
                drop schema if exists farm cascade;
                truncate database_metadata, database_upgrade_history, database_upgrade_steps, database_backfills, database_schema_transitions cascade;
                insert into database_metadata table metadata_before;
                create schema farm;
                create table farm.meter (id int generated by default as identity primary key, parent int references farm.meter);
                insert into farm.meter (parent) select nullif(n - 1, 0) from generate_series(1, 20) n;
                create table farm.device (name text primary key);
                insert into farm.device values ('a'), ('b');
                create table farm.reading (id int primary key, meter int not null references farm.meter, kind int,
                  device text not null default 'a' constraint known references farm.device constraint short check (length(device) < 9),
                  constraint one unique (device, id));
                create index lowered on farm.reading (lower(device)) where kind > 0;
                comment on column farm.reading.device is 'Whose it is';
                insert into farm.reading select n, n, n, case when n % 2 = 0 then 'a' else 'b' end from generate_series(1, 20) n""");
    }

    @Override
    public String fingerprint(TestDatabase database) {
        List<String> lines = new ArrayList<>();
        lines.add(SchemaDump.of(database.dataSource())
                .withRows()
                .withoutRowsOf(LIBRARY)
                .text());
        lines.addAll(database.rows("""
                select 'transition', table_name, old_column, new_column, state, not_copied from database_schema_transitions
                union all select 'backfill', name, state, '', '', '{}' from database_backfills
                union all select 'version', schema_version, compatible_from, '', '', '{}' from database_metadata
                union all select 'number', nextval(pg_get_serial_sequence('farm.meter', 'id'))::text, '', '', '', '{}' order by 1, 2"""));
        builder(database.dataSource()).build().history().stream()
                .filter(HistoryEntry::succeeded)
                .map(Bookkeeping::line)
                .forEach(lines::add);
        return String.join("\n", lines);
    }
}
