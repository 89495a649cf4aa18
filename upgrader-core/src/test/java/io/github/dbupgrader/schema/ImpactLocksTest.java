package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.schema.Impact.Lock;
import io.github.dbupgrader.schema.Impact.LockMode;
import io.github.dbupgrader.schema.Impact.Surroundings;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The locks of which a change speaks are those that the server sees at the end of its transactions. */
@DatabaseTest
class ImpactLocksTest {

    private static final Set<String> RELATIONS = Set.of("reading", "site", "device", "v_site", "v_outer");

    @BeforeEach
    void tables(TestDatabase database) {
        database.execute("create table device (id int primary key); create table site (id int primary key, name text);"
                + " create table reading (id int primary key, wh int, day date not null, site_id int, device_id int,"
                + " constraint positive check (wh > 0), constraint of_device foreign key (device_id) references device);"
                + " create index wh_idx on reading (wh);"
                + " create view v_site as select id from site; create view v_outer as select id from v_site");
    }

    static Stream<Named<SchemaChange>> changes() {
        TableChanges table = SchemaChanges.table("reading");
        return Stream.of(
                        table.addColumn("note", "text"),
                        table.addCheck("small", "wh < 1000"),
                        table.addForeignKey(
                                ForeignKey.named("of_site", "site_id").references("site", "id")),
                        table.addUnique("wh_key", "wh"),
                        table.setNotNull("wh"),
                        table.dropNotNull("day"),
                        table.setDefault("wh", "1"),
                        table.dropColumn("wh"),
                        table.dropColumn("device_id"),
                        table.dropConstraint("positive"),
                        table.dropConstraint("of_device"),
                        table.renameTo("measurement").expand(),
                        SchemaChanges.dropTable("reading"),
                        SchemaChanges.createTable(
                                "well", "create table well (id int primary key, device_id int references device)"),
                        SchemaChanges.createView("v_reading", "select wh from reading"),
                        SchemaChanges.replaceView("v_site", "select id, name from site"),
                        SchemaChanges.replaceView("v_site", "select name, id from site"))
                .map(change -> Named.of(change.description(), change));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    @DisplayName("what impact() says of locks is what the server sees")
    void profile_saysWhatIsLocked(SchemaChange change, TestDatabase database) throws Exception {
        List<Lock> said = change.impactProfile()
                .in(change.description(), new Surroundings(Optional.empty(), List.of(), List.of()))
                .locks();

        Map<String, LockMode> taken = taken(database, change);

        taken.forEach((relation, mode) -> assertThat(modes(said, relation))
                .as("said of %s, which is locked in %s", relation, mode.words())
                .anyMatch(m -> m.compareTo(mode) >= 0));
        assertThat(said)
                .filteredOn(lock -> RELATIONS.contains(lock.on()) && lock.time().equals("for a moment"))
                .allSatisfy(lock -> assertThat(taken).containsEntry(lock.on(), lock.mode()));
    }

    /** What is said of a relation by its name, or else of relations that only the catalogue knows. */
    private static List<LockMode> modes(List<Lock> said, String relation) {
        boolean named = said.stream().anyMatch(lock -> lock.on().equals(relation));
        return said.stream()
                .filter(lock -> named ? lock.on().equals(relation) : !RELATIONS.contains(lock.on()))
                .map(Lock::mode)
                .toList();
    }

    /** The strongest lock of each relation that was there before, of those that more than a row's users wait for. */
    private static Map<String, LockMode> taken(TestDatabase database, SchemaChange change) throws Exception {
        Map<String, LockMode> strongest = new TreeMap<>();
        try (Handle handle = Jdbi.create(database.dataSource()).open()) {
            for (SubStep part : change.subSteps()) {
                if (part.isTransactional()) {
                    handle.useTransaction(transaction -> {
                        part.work().run(transaction);
                        locks(database, transaction)
                                .forEach((relation, mode) ->
                                        strongest.merge(relation, mode, (a, b) -> a.compareTo(b) >= 0 ? a : b));
                    });
                } else {
                    part.work().run(handle);
                }
            }
        }
        return strongest;
    }

    /** Looked at by another session, for which what was dropped or renamed is still what it was. */
    private static Map<String, LockMode> locks(TestDatabase database, Handle handle) throws SQLException {
        Map<String, LockMode> strongest = new TreeMap<>();
        for (String row :
                database.rows("select c.relname || '=' || l.mode from pg_locks l join pg_class c on c.oid = l.relation"
                        + " where l.locktype = 'relation' and l.granted and c.relnamespace = 'public'::regnamespace"
                        + " and c.relkind in ('r', 'v') and l.pid = " + TestDatabase.pid(handle.getConnection()))) {
            int equals = row.indexOf('=');
            LockMode mode = mode(row.substring(equals + 1));
            if (mode.compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) >= 0) {
                strongest.merge(row.substring(0, equals), mode, (a, b) -> a.compareTo(b) >= 0 ? a : b);
            }
        }
        return strongest;
    }

    private static LockMode mode(String server) {
        return LockMode.valueOf(server.replaceAll("Lock$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toUpperCase(Locale.ROOT));
    }
}
