package io.github.dbupgrader.sql;

import java.lang.reflect.Method;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyDual;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;

/** A copy manager that records each COPY when it ends; the other methods of the class go through these three. */
final class RecordingCopyManager extends CopyManager {

    private final StatementLog log;

    RecordingCopyManager(BaseConnection connection, StatementLog log) throws SQLException {
        super(connection);
        this.log = log;
    }

    @Override
    public CopyIn copyIn(String sql) throws SQLException {
        return recording(CopyIn.class, sql, super::copyIn);
    }

    @Override
    public CopyOut copyOut(String sql) throws SQLException {
        return recording(CopyOut.class, sql, super::copyOut);
    }

    @Override
    public CopyDual copyDual(String sql) throws SQLException {
        return recording(CopyDual.class, sql, super::copyDual);
    }

    private <T extends CopyOperation> T recording(Class<T> type, String sql, Start<T> start) throws SQLException {
        long nanos = System.nanoTime();
        try {
            return ObservedProxy.proxy(type, new CopyHandler(start.with(sql), sql, nanos));
        } catch (SQLException e) {
            log.failed(sql, e, System.nanoTime() - nanos);
            throw e;
        }
    }

    @FunctionalInterface
    private interface Start<T> {
        T with(String sql) throws SQLException;
    }

    /** Watches one COPY to its end. */
    private final class CopyHandler extends ObservedProxy {

        private final CopyOperation copy;
        private final String sql;
        private final long start;
        private boolean recorded;

        CopyHandler(CopyOperation copy, String sql, long start) {
            super(copy);
            this.copy = copy;
            this.sql = sql;
            this.start = start;
        }

        @Override
        @Nullable
        Object call(Object proxy, Method method, @Nullable Object[] args) throws Throwable {
            try {
                Object result = forward(method, args);
                boolean ended = switch (method.getName()) {
                    case "endCopy", "cancelCopy" -> true;
                    case "readFromCopy" -> result == null && !copy.isActive();
                    default -> false;
                };
                if (ended && !recorded) {
                    recorded = true;
                    log.succeeded(sql, 1, Math.max(0, copy.getHandledRowCount()), System.nanoTime() - start);
                }
                return result;
            } catch (SQLException e) {
                if (!recorded) {
                    recorded = true;
                    log.failed(sql, e, System.nanoTime() - start);
                }
                throw e;
            }
        }

        @Override
        String description() {
            return "observed " + SecretMask.mask(sql);
        }
    }
}
