package io.github.dbupgrader.backfill;

import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** The connection of one worker: borrowed when it is needed and given back before every pause, or that of an upgrade. Not thread-safe. */
final class Sessions implements AutoCloseable {

    private final Optional<DataSource> dataSource;
    private Optional<Session> current;

    private Sessions(Optional<DataSource> dataSource, Optional<Session> current) {
        this.dataSource = dataSource;
        this.current = current;
    }

    static Sessions borrowedFrom(DataSource dataSource) {
        return new Sessions(Optional.of(dataSource), Optional.empty());
    }

    static Sessions of(Session session) {
        return new Sessions(Optional.empty(), Optional.of(session));
    }

    Session get() throws SQLException {
        if (current.isEmpty()) {
            current = Optional.of(Session.borrow(dataSource.orElseThrow()));
        }
        return current.get();
    }

    /** Whether it is borrowed, so that it can be given back and another be had. */
    boolean isBorrowed() {
        return dataSource.isPresent();
    }

    /** Gives a borrowed connection back. */
    void release() {
        if (isBorrowed()) {
            current.ifPresent(Session::close);
            current = Optional.empty();
        }
    }

    /** {@return whether the connection can still be used, once what is open has been rolled back; a borrowed one that cannot is given back} */
    boolean rollBack() {
        boolean usable = current.map(Session::rollBack).orElse(true);
        if (!usable && isBorrowed()) {
            release();
            return true;
        }
        return usable;
    }

    @Override
    public void close() {
        release();
    }
}
