package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.SyncTrigger.Default;
import io.github.dbupgrader.schema.SyncTrigger.Side;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.QualifiedName;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.Optional;

/** A table with the two columns {@code o} and {@code n} of a transition and its trigger, as expand leaves it. */
final class SyncedTable {

    private SyncedTable() {}

    /** Makes a table with the two columns {@code o} and {@code n}, as expand does. */
    static SyncTrigger make(
            TestDatabase database,
            String type,
            Conversion up,
            Conversion down,
            Default columnDefault,
            ConflictPolicy policy) {
        SyncTrigger trigger = new SyncTrigger(
                QualifiedName.of("public", "t"),
                new Side(new Identifier("o"), down),
                new Side(new Identifier("n"), up),
                columnDefault,
                policy);
        String set = trigger.newDefault()
                .map(d -> "alter table t alter n set default " + d + ";")
                .orElse("");
        database.execute("drop table if exists t; drop sequence if exists s; create sequence s;"
                + "drop function if exists " + trigger.function().quoted() + "();"
                + "create table t (id int primary key, note text, o " + type
                + columnDefault.expression().map(d -> " default " + d).orElse("") + ");"
                + "alter table t add n " + up.type() + ";" + set
                + String.join(";", trigger.create("pg_catalog, pg_temp")));
        return trigger;
    }

    static SyncTrigger rename(TestDatabase database, String type, Default columnDefault, ConflictPolicy policy) {
        Conversion same = new Conversion(Conversion.IDENTITY, type);
        return make(database, type, same, same, columnDefault, policy);
    }

    static SyncTrigger rename(TestDatabase database) {
        return rename(database, "text", Default.NONE, ConflictPolicy.NEW_WINS);
    }

    static SyncTrigger retype(TestDatabase database, String from, String to) {
        String bare = to.replaceAll("\\(.*", "");
        return make(
                database,
                from,
                new Conversion(Conversion.cast(bare), to),
                new Conversion(Conversion.cast(from.replaceAll("\\(.*", "")), from),
                Default.NONE,
                ConflictPolicy.NEW_WINS);
    }

    static Default constant(String expression) {
        return new Default(Optional.of(expression), false);
    }

    /** A row as it was before the trigger came, or as the backfill left it. */
    static void row(TestDatabase database, String values) {
        database.execute("alter table t disable trigger user; insert into t (id, note, o, n) values (1, '-', " + values
                + "); alter table t enable trigger user");
    }

    static String columns(TestDatabase database) {
        return String.join(
                " ", database.rows("select coalesce(o::text, 'NULL'), coalesce(n::text, 'NULL') from t order by id"));
    }

    static String function(TestDatabase database) {
        return database.queryText("select proname from pg_proc where proname like 'upgrader_sync%'");
    }
}
