package io.github.dbupgrader.sql;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.sql.SQLException;

/** The errors of this package, each text in one place. */
final class SqlErrors {

    private static final int LONGEST_QUOTE = 200;

    private SqlErrors() {}

    static UpgradeException unusableIdentifier(String text) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "\"" + text.replace("\0", "\\0") + "\" cannot be the name of a database object",
                "a name has 1 to " + Identifier.LONGEST
                        + " bytes in UTF-8 and no zero character; the server cuts a longer one without an error",
                "choose another name");
    }

    static UpgradeException unusablePrefix(String prefix, int longest) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The table prefix \"" + prefix + "\" cannot be used",
                "a prefix has 1 to " + longest
                        + " characters: lower-case letters a to z, digits and underscores, no digit first",
                "choose one like \"database_\"");
    }

    static UpgradeException unusableSchema(String schema) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The schema \"" + schema + "\" cannot hold the library's tables",
                "its name has a double quote, which Jdbi misreads in statements",
                "choose another schema for them; your own tables may have any name");
    }

    static UpgradeException unusableFragment(String what, String sql) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The " + what + " \"" + shortened(sql) + "\" cannot be used",
                "it is put into a statement, so it is not empty, closes every quote, comment and parenthesis that it opens, and has no semicolon",
                "correct it");
    }

    static UpgradeException unusableLadder(String what, String why) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING, "The lock settings cannot be used", what + " " + why, "change it");
    }

    static UpgradeException transactionEnded(String call) {
        return new UpgradeException(
                ErrorCode.TRANSACTION_ENDED,
                "An upgrade called " + call + " on its connection",
                "the transaction belongs to the upgrader, and the upgrade's changes and its record commit together",
                "leave the call out; use a savepoint where a part may fail, or mode = ONLINE where an upgrade needs"
                        + " several transactions");
    }

    static UpgradeException scriptNotFound(String path, String resource) {
        return new UpgradeException(
                ErrorCode.SCRIPT_NOT_FOUND,
                "The script \"" + path + "\" was not found",
                "there is no resource " + resource + " on the class path",
                "put it there, or name it by its absolute path with a leading \"/\"");
    }

    static UpgradeException scriptInvalid(String script, int line, String problem, String fix) {
        return new UpgradeException(
                ErrorCode.SCRIPT_INVALID,
                "The script \"" + script + "\" cannot be used as it is",
                "line " + line + ": " + problem,
                fix);
    }

    static UpgradeException scriptFailed(String script, SqlScript.Statement statement, SQLException e) {
        return new UpgradeException(
                ErrorCode.SCRIPT_FAILED,
                "The statement on line " + statement.line() + " of the script \"" + script + "\" failed",
                "the database answered SQLSTATE " + e.getSQLState() + ", "
                        + SecretMask.mask(String.valueOf(e.getMessage())) + ", to: " + shortened(statement.text()),
                "mend the script or what it needs, and start again",
                e);
    }

    static UpgradeException notPostgres() {
        return new UpgradeException(
                ErrorCode.UNSUPPORTED_CONNECTION,
                "The connection cannot be used",
                "it neither is a connection of the PostgreSQL driver nor unwraps to one",
                "give a DataSource of org.postgresql, or a pool above one that supports unwrap");
    }

    static UpgradeException oldServer(int version) {
        return new UpgradeException(
                ErrorCode.UNSUPPORTED_CONNECTION,
                "The server cannot be used",
                "it is PostgreSQL " + version / 10_000 + ", and the library works with 14 and later",
                "upgrade the server");
    }

    /** A statement for one line of a message: without secrets, and not longer than a person reads there. */
    static String shortened(String sql) {
        String line = SecretMask.mask(sql).strip().replaceAll("\\s+", " ");
        if (line.length() <= LONGEST_QUOTE) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST_QUOTE - 1)) ? LONGEST_QUOTE - 1 : LONGEST_QUOTE;
        return line.substring(0, end) + " …";
    }
}
