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
import org.postgresql.ds.PGSimpleDataSource;

/** Stands between client and server, and from a moment on passes nothing on in either direction: a server that is there and does not answer. */
public final class SilentProxy implements AutoCloseable {

    private static final int BUFFER = 8192;

    private final TestDatabase database;
    private final ServerSocket listener;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;
    private volatile boolean waitedFor;

    /** Starts listening on a free port of the loopback interface. */
    public SilentProxy(TestDatabase database) {
        this.database = database;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** {@return a data source without a pool whose connections go through here} */
    public PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = database.dataSource();
        dataSource.setServerNames(new String[] {listener.getInetAddress().getHostAddress()});
        dataSource.setPortNumbers(new int[] {listener.getLocalPort()});
        dataSource.setSslMode("disable");
        dataSource.setGssEncMode("disable");
        return dataSource;
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
        closeQuietly(listener);
        open.forEach(SilentProxy::closeQuietly);
    }

    private void accept() throws IOException {
        PGSimpleDataSource target = database.dataSource();
        while (true) {
            Socket client = listener.accept();
            open.add(client);
            Socket server = new Socket(target.getServerNames()[0], target.getPortNumbers()[0]);
            open.add(server);
            start(() -> pass(client, server));
            start(() -> pass(server, client));
        }
    }

    private void pass(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
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

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // one of the two ends has closed: so has this
                    }
                },
                "silent-proxy");
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

    /** Runs until an end closes. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
