package io.github.dbupgrader.benchmarks.metrics;

import io.github.dbupgrader.benchmarks.measure.Check;
import io.github.dbupgrader.benchmarks.measure.Tenths;
import io.github.dbupgrader.metrics.profile.CellReader;
import io.github.dbupgrader.metrics.profile.ResultColumn;
import io.github.dbupgrader.metrics.query.Dialect;
import io.github.dbupgrader.metrics.query.MetricQuery;
import io.github.dbupgrader.metrics.query.PostgresDialect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that profiles all rows, and prints the megabytes in use, after a collection, for each tenth of them. */
final class MetricMemoryProbe {

    private final Dialect dialect = new PostgresDialect();
    private final Tenths tenths;

    private MetricMemoryProbe(long rows) {
        this.tenths = new Tenths(rows);
    }

    public static void main(String[] args) {
        long rows = Long.parseLong(args[1]);
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(args[0]);
        MetricMemoryProbe probe = new MetricMemoryProbe(rows);
        long profiled = Facts.engine(probe.watched(), dataSource)
                .run(Facts.source(), MetricQuery.of(Facts.ALL).withoutRows())
                .metadata()
                .rowCount()
                .orElse(0);
        Check.number("rows profiled", rows, profiled);
        probe.tenths.end();
    }

    /** The dialect as it is, but for the first column, whose reader tells how far the query is. */
    private Dialect watched() {
        return (Dialect) Proxy.newProxyInstance(
                Dialect.class.getClassLoader(), new Class<?>[] {Dialect.class}, (proxy, method, arguments) -> {
                    Object result = invoke(method, arguments);
                    return result instanceof ResultColumn column
                                    && column.label().equals("id")
                            ? new ResultColumn(
                                    column.label(), column.type(), column.databaseType(), watched(column.reader()))
                            : result;
                });
    }

    private Object invoke(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(dialect, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private CellReader watched(CellReader reader) {
        return (row, position) -> {
            tenths.seen(1);
            return reader.read(row, position);
        };
    }
}
