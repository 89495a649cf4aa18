package io.github.dbupgrader.benchmarks.backfill;

import io.github.dbupgrader.benchmarks.measure.Check;
import io.github.dbupgrader.benchmarks.server.Sql;
import io.github.dbupgrader.benchmarks.server.Template;
import io.github.dbupgrader.benchmarks.server.TestServer;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The table of all runs: rows of about 130 bytes, a primary key and two more indexes, and a new column that is to be filled. */
final class Orders {

    /** What is to be done, as SQL. */
    static final String ASSIGNMENT = "cents = amount * 100";

    /** By what a row shows that it is still to be done. */
    static final String PENDING = "cents is null";

    private final Template template;

    private Orders(Template template) {
        this.template = template;
    }

    static Orders create(TestServer server, long rows) throws SQLException {
        return new Orders(Template.create(server, "orders", rows, """
                create table orders (id bigint primary key, customer integer not null, ordered_at timestamptz not null, amount numeric(12,2) not null,
                  visits integer not null default 0, note text not null, cents bigint);
                insert into orders select n, (n::bigint * 7919) % 100003, timestamptz '2020-01-01' + n * interval '7 minutes', (n % 100000) / 100.0, 0,
                  repeat(md5(n::text), 2)
                  from generate_series(1, :rows) n;
                create index orders_customer on orders (customer);
                create index orders_ordered_at on orders (ordered_at)"""));
    }

    long rows() {
        return template.rows();
    }

    /** {@return a database with the table as it is before} */
    String copy() throws SQLException {
        return template.copy();
    }

    /** Makes sure that the first rows were done, and the others not, whatever an application did meanwhile. */
    static void check(DataSource dataSource, String who, long done, long visits) throws SQLException {
        Check.number(
                who + ": rows done",
                done,
                Sql.number(dataSource, "select count(*) from orders where cents = amount * 100"));
        Check.number(who + ": visits", visits, Sql.number(dataSource, "select sum(visits) from orders"));
    }

    static long bytes(DataSource dataSource) throws SQLException {
        return Sql.number(dataSource, "select pg_relation_size('orders')");
    }

    static long wal(DataSource dataSource) throws SQLException {
        return Sql.number(dataSource, "select pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
    }
}
