package io.github.dbupgrader.metrics.profile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The fingerprint by which metadata name the exact SQL they belong to. Call only. */
public final class SqlHash {

    private SqlHash() {}

    /**
     * Hashes SQL as it is stored, byte for byte: another blank is another hash.
     *
     * @param sql the text
     * @return its SHA-256 in UTF-8, as 64 lower-case hexadecimal digits
     */
    public static String of(String sql) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
