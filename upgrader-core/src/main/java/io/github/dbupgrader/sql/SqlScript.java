package io.github.dbupgrader.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A text of several SQL statements, cut as {@code psql} would cut it, and run one by one.
 *
 * <p>What only {@code psql} understands and what would end the transaction of the upgrade is refused when the text is
 * read, with its line, before anything of the script has run.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class SqlScript {

    /**
     * One statement of a script.
     *
     * @param text the statement without its semicolon and without comments before it
     * @param line the line on which it begins, from 1
     */
    public record Statement(String text, int line) {}

    private final String name;
    private final List<Statement> statements;

    private SqlScript(String name, List<Statement> statements) {
        this.name = name;
        this.statements = statements;
    }

    /**
     * {@return the script that a text holds}
     *
     * @param name what errors call it
     * @param text the SQL text
     * @throws io.github.dbupgrader.error.UpgradeException if something is left open or does not belong into an upgrade
     */
    public static SqlScript parse(String name, String text) {
        return new SqlScript(name, new ScriptSplitter(name, text).split());
    }

    /**
     * {@return a script from the class path, in UTF-8}
     *
     * @param relativeTo the class in whose package a relative path starts, and whose loader finds it
     * @param path the path; absolute with a leading {@code /}
     * @throws io.github.dbupgrader.error.UpgradeException if it is not there or cannot be used
     */
    public static SqlScript load(Class<?> relativeTo, String path) {
        try (InputStream in = relativeTo.getResourceAsStream(path)) {
            if (in == null) {
                throw SqlErrors.scriptNotFound(path, absolute(relativeTo, path));
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return parse(path, text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return what errors call it} */
    public String name() {
        return name;
    }

    /** {@return its statements in order; empty ones are left out} */
    public List<Statement> statements() {
        return statements;
    }

    /**
     * Runs the statements in order and stops at the first that fails.
     *
     * <p>The texts go to the server as they are: JDBC escapes such as <code>{d '…'}</code> are not looked for.
     *
     * @param connection where to run them; its transaction is not touched
     * @throws io.github.dbupgrader.error.UpgradeException if one fails, naming script, line and statement
     */
    public void run(Connection connection) {
        for (Statement statement : statements) {
            // One JDBC statement each: a JDBC statement keeps the whole result of the last query it ran.
            try (java.sql.Statement jdbc = connection.createStatement()) {
                jdbc.setEscapeProcessing(false);
                jdbc.execute(statement.text());
            } catch (SQLException e) {
                throw SqlErrors.scriptFailed(name, statement, e);
            }
        }
    }

    private static String absolute(Class<?> relativeTo, String path) {
        return path.startsWith("/") ? path : "/" + relativeTo.getPackageName().replace('.', '/') + "/" + path;
    }
}
