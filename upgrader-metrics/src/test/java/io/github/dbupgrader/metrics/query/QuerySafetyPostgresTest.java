package io.github.dbupgrader.metrics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** {@code metrics 33} to {@code metrics 36}: every hostile text is refused or harmless, with the rules and without them. */
@DatabaseTest
class QuerySafetyPostgresTest {
    private static final QueryLimits LIMITS = new QueryLimits(Duration.ofMillis(150), Duration.ofMillis(100), 100);

    @Test
    void hostileTexts_changeNothingAndLeaveNothing(TestDatabase database) throws SQLException {
        prepare(database);
        String before = fingerprint(database);
        try (OneConnection one = new OneConnection(database.dataSource())) {
            String session = session(one.connection());
            QueryEngine engine = Shop.engine(new PostgresDialect(), one.dataSource());
            Stream.of(HostileTexts.REFUSED, HostileTexts.STOPPED_BY_THE_SERVER, HostileTexts.HARMLESS)
                    .flatMap(List::stream)
                    .forEach(sql -> {
                        boolean harmless = HostileTexts.HARMLESS.contains(sql);
                        MetricQuery query = MetricQuery.of(sql);
                        // on a busy machine, a harmless text may take longer than one that is to be ended
                        MetricQuery bounded = harmless ? query : query.timeout(LIMITS.timeout());
                        Throwable stopped = catchThrowable(() -> engine.run(Shop.ID, bounded));
                        assertThat(stopped == null).as(sql).isEqualTo(harmless);
                        if (!harmless) {
                            assertThat(stopped).as(sql).isInstanceOf(QueryException.class);
                        }
                        assertThat(session(one.connection())).as(sql).isEqualTo(session);
                    });
        }
        assertThat(fingerprint(database)).isEqualTo(before);
    }

    /** The server's walls alone: what the rules would refuse is sent. Functions that end sessions are the rules' part. */
    @Test
    void hostileTexts_withoutTheRules_changeNothingEither(TestDatabase database) throws SQLException {
        prepare(database);
        String before = fingerprint(database);
        PostgresDialect dialect = new PostgresDialect();
        try (OneConnection one = new OneConnection(database.dataSource())) {
            String session = session(one.connection());
            List<String> passed = new ArrayList<>();
            for (String sql : HostileTexts.REFUSED) {
                if (sql.contains("_backend") || sql.contains("\\005f")) {
                    continue;
                }
                dialect.begin(one.connection(), LIMITS);
                try (Statement statement = one.connection().createStatement();
                        RowStream rows = dialect.open(statement, sql, LIMITS)) {
                    while (rows.next()) {
                        passed.add(sql);
                    }
                } catch (SQLException | QueryException e) {
                    // stopped
                } finally {
                    dialect.end(one.connection());
                }
                assertThat(session(one.connection())).as(sql).isEqualTo(session);
            }
            // only calls get this far, of functions that are undone or that the role may not use
            assertThat(passed).allMatch(sql -> sql.contains("("));
        }
        assertThat(fingerprint(database)).isEqualTo(before);
    }

    @Test
    void legitimateTexts_run(TestDatabase database) throws SQLException {
        prepare(database);
        try (OneConnection one = new OneConnection(database.dataSource())) {
            QueryEngine engine = Shop.engine(new PostgresDialect(), one.dataSource());
            for (String sql : LegitimateTexts.COMMON) {
                assertThat(catchThrowable(() -> engine.run(Shop.ID, MetricQuery.of(sql))))
                        .as(sql)
                        .isNull();
            }
            for (String sql : LegitimateTexts.POSTGRES) {
                assertThat(catchThrowable(() -> engine.run(Shop.ID, MetricQuery.of(sql))))
                        .as(sql)
                        .isNull();
            }
        }
    }

    /** {@code metrics 37}: both kinds of time-out are one kind of error, and the connection goes on. */
    @Test
    void slowQueries_areEnded(TestDatabase database) throws SQLException {
        prepare(database);
        try (OneConnection one = new OneConnection(database.dataSource())) {
            QueryEngine engine = Shop.engine(new PostgresDialect(), one.dataSource());
            // one long statement, and many short ones that are too long together
            for (String sql : List.of(
                    "select pg_sleep(3600)",
                    "select (select count(*) from generate_series(1, 300 + n % 2)) from generate_series(1, 10000000) n")) {
                QueryException end = catchThrowableOfType(
                        QueryException.class,
                        () -> engine.run(
                                Shop.ID, MetricQuery.of(sql).withoutRows().timeout(LIMITS.timeout())));
                assertThat(end.kind()).isEqualTo(QueryException.Kind.TIMEOUT);
                assertThat(end.sqlState()).hasValue("57014");
            }
            assertThat(engine.run(Shop.ID, MetricQuery.of("select 1")).rows()).hasSize(1);
        }
    }

    @Test
    void connections_inTheSimpleProtocol_areRefused(TestDatabase database) {
        for (String mode : List.of("simple", "extendedForPrepared")) {
            PGSimpleDataSource simple = database.dataSource();
            simple.setPreferQueryMode(PreferQueryMode.of(mode));
            QueryException refusal = catchThrowableOfType(
                    QueryException.class,
                    () -> Shop.engine(new PostgresDialect(), simple).run(Shop.ID, MetricQuery.of("select 1")));
            assertThat(refusal.kind()).isEqualTo(QueryException.Kind.SOURCE);
            assertThat(refusal.why()).contains("preferQueryMode=" + mode);
        }
    }

    private static void prepare(TestDatabase database) {
        Shop.create(database);
        database.execute("""
                create function shop.wipe() returns int language plpgsql as $$
                  begin delete from shop.orders; return 1; end $$;
                create function shop.switch_on() returns int language plpgsql as $$
                  begin perform set_config('transaction_read_only', 'off', true); delete from shop.orders; return 1; end $$;
                create function shop.take_lock() returns void language plpgsql as $$
                  begin perform pg_advisory_lock(4711); perform pg_advisory_lock(4711); end $$;
                create function shop.quieten() returns text language sql as $$
                  select set_config('statement_timeout', '0', false) || set_config('search_path', 'shop', false)
                         || set_config('default_transaction_read_only', 'off', false) $$;
                create procedure shop.nothing() language sql as $$ select 1 $$;
                """);
    }

    /** Everything that a text could have changed in the database. */
    private static String fingerprint(TestDatabase database) {
        return String.join("\n", database.rows("""
                select 'rows ' || count(*) || ' ' || md5(string_agg(o::text, ',' order by order_id)) from shop.orders o
                union all select 'sequence ' || last_value || is_called from shop.orders_order_id_seq
                union all select 'relations ' || string_agg(c.oid::regclass::text || c.relkind::text || coalesce(c.relacl::text, ''), ',' order by c.oid)
                          from pg_class c where c.oid >= 16384
                union all select 'columns ' || count(*) from pg_attribute
                union all select 'functions ' || count(*) from pg_proc
                union all select 'large objects ' || count(*) from pg_largeobject_metadata
                union all select 'slots ' || count(*) from pg_replication_slots where database = current_database()
                union all select 'settings ' || count(*) from pg_db_role_setting"""));
    }

    /** What a text could have left in the session. */
    private static String session(Connection connection) {
        try {
            BaseConnection driver = connection.unwrap(BaseConnection.class);
            StringBuilder found = new StringBuilder();
            found.append(driver.getTransactionState() == TransactionState.IDLE).append(connection.getAutoCommit());
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("""
                            select string_agg(name || '=' || setting, ';' order by name)
                                   || (select count(*) from pg_locks where pid = pg_backend_pid() and locktype = 'advisory')
                                   || (select count(*) from pg_cursors where name <> '')
                                   || (select count(*) from pg_listening_channels()) || current_user
                            from pg_settings where name not like 'plpgsql.%'""")) {
                row.next();
                return found.append(row.getString(1)).toString();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
