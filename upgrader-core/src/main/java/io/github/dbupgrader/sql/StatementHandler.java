package io.github.dbupgrader.sql;

import java.lang.reflect.Method;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers the calls on a statement of an observed connection, and records what it executes. */
final class StatementHandler extends ObservedProxy {

    private final ConnectionHandler.Session session;

    /** The text of a prepared statement; empty for a plain one, whose calls bring it along. */
    private final String prepared;

    private final Statement statement;
    private final List<String> batch = new ArrayList<>();
    private AtomicLong rows = new AtomicLong();

    StatementHandler(ConnectionHandler.Session session, String prepared, Statement statement) {
        super(statement);
        this.session = session;
        this.prepared = prepared;
        this.statement = statement;
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] args) throws Throwable {
        return switch (method.getName()) {
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> execute(proxy, method, args);
            case "executeBatch", "executeLargeBatch" -> executeBatch(method, args);
            case "addBatch" -> {
                Object result = forward(method, args);
                batch.add(text(args));
                yield result;
            }
            case "clearBatch" -> {
                batch.clear();
                yield forward(method, args);
            }
            case "getMoreResults" -> {
                Object result = forward(method, args);
                rows.addAndGet(Boolean.TRUE.equals(result) ? 0 : changed());
                yield result;
            }
            case "getConnection" -> session.connection();
            // Keys are of rows that are counted already.
            case "getGeneratedKeys" ->
                ResultSetHandler.proxy(session, statement.getGeneratedKeys(), (Statement) proxy, new AtomicLong());
            default -> wrap(proxy, forward(method, args));
        };
    }

    @Override
    String description() {
        // The driver's own would show the parameters.
        return "observed statement" + (prepared.isEmpty() ? "" : " " + SecretMask.mask(prepared));
    }

    private @Nullable Object execute(Object proxy, Method method, @Nullable Object[] args) throws Throwable {
        String text = text(args);
        long start = System.nanoTime();
        Object result;
        try {
            result = forward(method, args);
        } catch (SQLException e) {
            session.log().failed(text, e, System.nanoTime() - start);
            throw e;
        }
        long nanos = System.nanoTime() - start;
        boolean query = result instanceof ResultSet || Boolean.TRUE.equals(result);
        rows = session.log().succeeded(text, 1, query ? 0 : changed(), nanos);
        return wrap(proxy, result);
    }

    private @Nullable Object executeBatch(Method method, @Nullable Object[] args) throws Throwable {
        List<String> texts = List.copyOf(batch);
        batch.clear();
        long start = System.nanoTime();
        try {
            Object result = forward(method, args);
            record(texts, counts(result), System.nanoTime() - start);
            return result;
        } catch (SQLException e) {
            String failed = texts.isEmpty() ? prepared : texts.get(failed(texts, e));
            session.log().failed(failed, e, System.nanoTime() - start);
            throw e instanceof BatchUpdateException batchFailure ? withoutSecrets(batchFailure) : e;
        }
    }

    /** The driver marks all of a batch as failed; which it was, it says only in the message, by number and text. */
    private static int failed(List<String> texts, SQLException e) {
        String message = String.valueOf(e.getMessage());
        return IntStream.range(0, texts.size())
                .filter(i -> message.contains(i + " " + texts.get(i)))
                .findFirst()
                .orElse(0);
    }

    /** The driver puts the statement into the message of a failed batch. */
    private static BatchUpdateException withoutSecrets(BatchUpdateException e) {
        String message = String.valueOf(e.getMessage());
        String masked = SecretMask.mask(message);
        if (masked.equals(message)) {
            return e;
        }
        BatchUpdateException copy = new BatchUpdateException(
                masked, e.getSQLState(), e.getErrorCode(), e.getLargeUpdateCounts(), e.getCause());
        copy.setStackTrace(e.getStackTrace());
        copy.setNextException(e.getNextException());
        return copy;
    }

    /** One call of the log for each run of equal texts; the time is shared out evenly, since nobody knows it better. */
    private void record(List<String> texts, long[] counts, long nanos) {
        for (int from = 0, to; from < texts.size(); from = to) {
            long changed = 0;
            for (to = from; to < texts.size() && texts.get(to).equals(texts.get(from)); to++) {
                long count = to < counts.length ? counts[to] : 0;
                changed += count == Statement.SUCCESS_NO_INFO ? 1 : Math.max(0, count);
            }
            session.log().succeeded(texts.get(from), to - from, changed, nanos / texts.size() * (to - from));
        }
    }

    private static long[] counts(@Nullable Object result) {
        return result instanceof int[] ints
                ? Arrays.stream(ints).asLongStream().toArray()
                : result instanceof long[] longs ? longs : new long[0];
    }

    private @Nullable Object wrap(Object proxy, @Nullable Object result) {
        return result instanceof ResultSet set ? ResultSetHandler.proxy(session, set, (Statement) proxy, rows) : result;
    }

    private long changed() {
        try {
            return statement.isClosed() ? 0 : Math.max(0, statement.getLargeUpdateCount());
        } catch (SQLException e) {
            // The statement has succeeded; a number for the record must not make it fail.
            return 0;
        }
    }

    private String text(@Nullable Object[] args) {
        return args.length > 0 && args[0] instanceof String text ? text : prepared;
    }
}
