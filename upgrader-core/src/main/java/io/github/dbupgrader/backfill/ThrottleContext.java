package io.github.dbupgrader.backfill;

import java.sql.Connection;
import java.time.Duration;

/**
 * What a {@link Throttle} is given to look with. Immutable.
 *
 * @param connection a connection in autocommit to the database of the backfill, for this look only; the throttle leaves it as it found it
 * @param table the table that is being changed, quoted and with its schema, as {@code to_regclass} takes it
 * @param heldFor for how long this throttle has been holding the backfill without a break; zero if it said go before
 */
public record ThrottleContext(Connection connection, String table, Duration heldFor) {}
