package io.github.dbupgrader.examples.energy.service;

import java.sql.Connection;
import java.sql.SQLException;

/** What a service does, over and over. */
interface Program {

    /** Begins with statements that are prepared once, as in a pool. */
    Round begin(Connection connection, Meter meter) throws SQLException;

    /** One time; the number tells which. */
    @FunctionalInterface
    interface Round {
        void run(long number) throws SQLException;
    }
}
