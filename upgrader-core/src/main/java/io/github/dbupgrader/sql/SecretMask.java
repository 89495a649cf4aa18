package io.github.dbupgrader.sql;

import java.util.regex.Pattern;

/**
 * Takes secrets out of texts before they are logged, recorded or thrown.
 *
 * <p>In SQL these become {@code '***'}: the string after PASSWORD (also with {@code =} between), every string in
 * OPTIONS of a server, user mapping or foreign-data wrapper, and the string after CONNECTION. In any text the password
 * of a URL ({@code postgres://user:pw@host}, {@code jdbc:postgresql://host/db?password=pw}) and of a connection string
 * ({@code host=h password=pw}) becomes {@code ***}. SQL inside of strings, function bodies and comments is looked
 * through as well. Where a text is cut off in the middle of a secret, the rest of it goes too.
 *
 * <p>A text without any of these stays as it is, as the same object. Nothing is thrown whatever the text.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class SecretMask {

    static final String STARS = "***";

    /** What every secret has near it; most texts have none of these and are done here. */
    private static final Pattern SUSPECT = Pattern.compile("password|options|connection|://", Pattern.CASE_INSENSITIVE);

    /** By RFC 3986 neither user nor password may hold a slash, question mark or hash sign as it is. */
    private static final Pattern URL_USER = Pattern.compile("(://[^\\s'\"/?#:]*+:)[^\\s'\"/?#]*(@)");

    private static final Pattern URL_PARAMETER =
            Pattern.compile("([?&;]\\w{0,20}password=)[^\\s'\"&]++", Pattern.CASE_INSENSITIVE);

    private static final Pattern CONNECTION_WORD =
            Pattern.compile("\\b(?:host|hostaddr|port|dbname|user|sslmode)\\s?=", Pattern.CASE_INSENSITIVE);

    /** In a connection string a backslash takes the meaning from the space behind it. */
    static final String UNQUOTED_VALUE = "(?!'?\\*\\*\\*)(?:[^\\s\\\\]++|\\\\.)++";

    private static final Pattern CONNECTION_PASSWORD =
            Pattern.compile("(password\\s?=\\s?)" + UNQUOTED_VALUE, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private SecretMask() {}

    /**
     * {@return the text without its secrets}
     *
     * @param text SQL, a message or a URL
     */
    public static String mask(String text) {
        if (!isSuspect(text)) {
            return text;
        }
        String masked = SqlSecrets.mask(urls(text));
        // What stands in strings is done; this is for messages, in which nothing is quoted.
        if (CONNECTION_WORD.matcher(masked).find()) {
            masked = CONNECTION_PASSWORD.matcher(masked).replaceAll("$1" + STARS);
        }
        return masked.equals(text) ? text : masked;
    }

    static boolean isSuspect(String text) {
        return SUSPECT.matcher(text).find();
    }

    private static String urls(String text) {
        String masked = URL_USER.matcher(text).replaceAll("$1" + STARS + "$2");
        return URL_PARAMETER.matcher(masked).replaceAll("$1" + STARS);
    }
}
