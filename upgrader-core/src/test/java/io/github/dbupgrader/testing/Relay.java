package io.github.dbupgrader.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.postgresql.ds.PGSimpleDataSource;

/** Stands between clients and the server; what passes is up to the links that it is given, one for each connection. */
final class Relay implements AutoCloseable {

    private final TestDatabase database;
    private final Supplier<? extends Link> links;
    private final ServerSocket listener;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

    /** Starts listening on a free port of the loopback interface. */
    Relay(TestDatabase database, Supplier<? extends Link> links) {
        this.database = database;
        this.links = links;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    /** {@return a data source without a pool whose connections go through here} */
    PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = database.dataSource();
        dataSource.setServerNames(new String[] {listener.getInetAddress().getHostAddress()});
        dataSource.setPortNumbers(new int[] {listener.getLocalPort()});
        dataSource.setSslMode("disable");
        dataSource.setGssEncMode("disable");
        return dataSource;
    }

    /** Breaks all connections. */
    @Override
    public void close() {
        closeQuietly(listener);
        open.forEach(Relay::closeQuietly);
    }

    private void accept() throws IOException {
        PGSimpleDataSource target = database.dataSource();
        while (true) {
            Socket client = listener.accept();
            open.add(client);
            Socket server = new Socket(target.getServerNames()[0], target.getPortNumbers()[0]);
            open.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Link link = links.get();
            start("to-server", () -> pass(client, server, link::toServer));
            start("to-client", () -> pass(server, client, link::toClient));
        }
    }

    private void pass(Socket from, Socket to, Direction direction) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            direction.pass(in, out);
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // one of the two ends has closed: so has this
                    }
                },
                "relay-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // it is of no use any more
        }
    }

    /** One client's connection and its counterpart at the server: both end with the first of the two directions that does. */
    interface Link {

        void toServer(InputStream client, OutputStream server) throws IOException;

        void toClient(InputStream server, OutputStream client) throws IOException;
    }

    /** Runs until an end closes, or until it breaks the connection by returning. */
    @FunctionalInterface
    private interface Direction {
        void pass(InputStream in, OutputStream out) throws IOException;
    }

    /** Runs until an end closes. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
