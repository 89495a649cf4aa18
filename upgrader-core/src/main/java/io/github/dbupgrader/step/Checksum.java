package io.github.dbupgrader.step;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest by which a recorded declaration is recognised. Public for the library's other packages; not API. */
public final class Checksum {

    private Checksum() {}

    /**
     * {@return the SHA-256 of the parts, in hexadecimal digits}
     *
     * <p>Each part goes in with its length, so that ("ab", "c") and ("a", "bc") differ.
     *
     * @param parts what makes the declaration what it is
     */
    public static String of(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
