package io.github.dbupgrader.metrics.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Keys that a repeated call makes again. */
public final class MetricIds {

    private static final UUID OID_NAMESPACE = UUID.fromString("6ba7b812-9dad-11d1-80b4-00c04fd430c8");

    private MetricIds() {}

    /**
     * Makes the key of a metric that some call creates from a file.
     *
     * @param call identifies the call; the same one again gives the same keys
     * @param fileName the file
     * @return a version-5 UUID in the OID namespace
     */
    public static UUID of(String call, String fileName) {
        MessageDigest sha1 = sha1();
        sha1.update(ByteBuffer.allocate(16)
                .putLong(OID_NAMESPACE.getMostSignificantBits())
                .putLong(OID_NAMESPACE.getLeastSignificantBits())
                .array());
        ByteBuffer hash =
                ByteBuffer.wrap(sha1.digest((call + ":" + fileName + ":metric").getBytes(StandardCharsets.UTF_8)));
        long high = (hash.getLong() & ~0xF000L) | 0x5000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
