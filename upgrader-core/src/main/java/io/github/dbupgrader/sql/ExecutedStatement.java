package io.github.dbupgrader.sql;

import java.time.Duration;

/**
 * Executions of one SQL text, one directly after the other.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param text the SQL text, without secrets and perhaps shortened; never with parameters
 * @param times how often it ran
 * @param rows how many rows it changed, or gave to the caller, in all
 * @param duration how long it took in all
 */
public record ExecutedStatement(String text, long times, long rows, Duration duration) {}
