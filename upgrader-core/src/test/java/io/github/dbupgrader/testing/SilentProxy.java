package io.github.dbupgrader.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.postgresql.ds.PGSimpleDataSource;

/** Stands between client and server, and from a moment on passes nothing on in either direction: a server that is there and does not answer. */
public final class SilentProxy implements AutoCloseable {

    private static final int BUFFER = 8192;

    private final Relay relay;
    private volatile boolean silent;
    private volatile boolean waitedFor;

    /** Starts listening on a free port of the loopback interface. */
    public SilentProxy(TestDatabase database) {
        relay = new Relay(database, Line::new);
    }

    /** {@return a data source without a pool whose connections go through here} */
    public PGSimpleDataSource dataSource() {
        return relay.dataSource();
    }

    /** From now on nobody gets an answer. */
    public void fallSilent() {
        silent = true;
    }

    /** {@return whether a client has asked for something, or was in the middle of it, since it is silent} */
    public boolean isWaitedFor() {
        return waitedFor;
    }

    /** Breaks all connections. */
    @Override
    public void close() {
        relay.close();
    }

    /** Passes on what comes, until all is silent. */
    private final class Line implements Relay.Link {

        @Override
        public void toServer(InputStream client, OutputStream server) throws IOException {
            pass(client, server);
        }

        @Override
        public void toClient(InputStream server, OutputStream client) throws IOException {
            pass(server, client);
        }

        private void pass(InputStream in, OutputStream out) throws IOException {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (silent) {
                    waitedFor = true;
                } else {
                    out.write(buffer, 0, read);
                }
            }
        }
    }
}
