package io.github.dbupgrader.lock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The 64-bit key of an advisory lock of the session, and the SQL expressions that work with it.
 *
 * <p>The lock belongs to the very session that does the work. So a statement that outlives its killed client keeps the lock until it is really over, and
 * losing the session loses the right to commit.
 *
 * <p>It is taken <em>twice</em>. Giving one of the two back and taking it again proves, inside any statement, that it is still held, without ever being
 * without it, and without reading {@code pg_locks}, which scans the whole lock table of the server.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param value the key
 */
public record LockKey(long value) {

    /**
     * {@return the key of one component's upgrade lock}
     *
     * @param database the database's name
     * @param schema the schema of the library's tables
     * @param prefix the prefix of their names
     * @param component the component
     */
    public static LockKey ofComponent(String database, String schema, String prefix, String component) {
        return new LockKey(digest("upgrade", database, schema, prefix, component));
    }

    /**
     * {@return the key of the lock under which the library's own tables, which all components share, are made and changed}
     *
     * @param database the database's name
     * @param schema the schema of the tables
     * @param prefix the prefix of their names
     */
    public static LockKey ofLayout(String database, String schema, String prefix) {
        return new LockKey(digest("layout", database, schema, prefix));
    }

    /** {@return an SQL expression that takes the lock twice if it is free, and is true if so} */
    public String tryTwice() {
        return "(pg_try_advisory_lock(" + value + ") and pg_try_advisory_lock(" + value + "))";
    }

    /** {@return an SQL expression that is true if this session still holds the lock} */
    public String prove() {
        return "case when pg_advisory_unlock(" + value + ") then pg_try_advisory_lock(" + value + ") else false end";
    }

    /** The two halves as {@code pg_locks} shows them. */
    int high() {
        return (int) (value >> 32);
    }

    int low() {
        return (int) value;
    }

    private static long digest(String... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] hash = sha.digest(String.join("\u0000", parts).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
