package io.github.dbupgrader.benchmarks.schema;

import io.github.dbupgrader.benchmarks.measure.Check;
import io.github.dbupgrader.benchmarks.server.Sql;
import io.github.dbupgrader.benchmarks.server.Template;
import io.github.dbupgrader.benchmarks.server.TestServer;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The table that is changed: rows of about 130 bytes, a primary key and two more indexes, and a table to which it can refer. */
final class BusyTable {

    static final String NAME = "orders";

    /** The column that the application counts in. */
    static final String COUNTER = "visits";

    private final Template template;

    private BusyTable(Template template) {
        this.template = template;
    }

    static BusyTable create(TestServer server, long rows) throws SQLException {
        return new BusyTable(Template.create(server, NAME, rows, """
                create table customer (id integer primary key, name text not null);
                insert into customer select n, 'customer ' || n from generate_series(0, 999) n;
                create table orders (id bigint primary key, customer integer not null, ordered_at timestamptz not null, amount numeric(12,2),
                  visits integer not null default 0, number bigint not null, note text);
                insert into orders select n, n % 1000, timestamptz '2020-01-01' + n * interval '7 minutes', (n % 100000) / 100.0, 0, n, repeat(md5(n::text), 2)
                  from generate_series(1, :rows) n;
                create index orders_ordered_at on orders (ordered_at);
                create index orders_note on orders (note)"""));
    }

    long rows() {
        return template.rows();
    }

    /** {@return a database with the table as it is before} */
    String copy() throws SQLException {
        return template.copy();
    }

    /** Makes sure that a change did what it was to do, and that nothing that the application did was lost. */
    void check(DataSource dataSource, String who, Change change, Application.Counts counts) throws SQLException {
        String table = change.after().write();
        Check.number(who + ": the end state", 1, Sql.number(dataSource, "select (" + change.endState() + ")::int"));
        Check.number(
                who + ": rows", rows() + counts.inserted(), Sql.number(dataSource, "select count(*) from " + table));
        Check.number(
                who + ": updates",
                counts.updated(),
                Sql.number(dataSource, "select sum(" + change.after().counter() + ") from " + table));
    }
}
