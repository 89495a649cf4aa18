package io.github.dbupgrader.sql;

import java.sql.SQLException;
import java.time.Duration;

/**
 * An execution that the database answered with an error.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param text the SQL text, without secrets and perhaps shortened; never with parameters
 * @param cause the error as the driver threw it
 * @param duration how long it took to fail
 */
public record FailedStatement(String text, SQLException cause, Duration duration) {}
