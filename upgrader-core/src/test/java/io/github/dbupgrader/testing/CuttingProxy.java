package io.github.dbupgrader.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Stands between client and server and loses one answer: the k-th round trip, over all connections, reaches the server
 * and is carried out, and then the connection breaks. The client cannot know whether its COMMIT has happened.
 *
 * <p>A round trip is what ends in one of the messages that the server answers with ReadyForQuery: Sync, Query, or the
 * end of a COPY. The server has carried it out when that answer is there: notices, which it sends earlier, are not it.
 */
public final class CuttingProxy implements AutoCloseable {
    private static final int READY_FOR_QUERY = 'Z';
    private static final Set<Integer> ASKING_TO_COPY = Set.of((int) 'G', (int) 'W');
    private static final Set<Integer> ENDING_A_ROUND_TRIP = Set.of((int) 'S', (int) 'Q', (int) 'c', (int) 'f');

    private final TestDatabase database;
    private final int at;
    private final ServerSocket listener;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean fired;

    /**
     * Starts listening on a free port of the loopback interface.
     *
     * @param at the number of the round trip whose answer is lost; 0 for a run that is only counted
     */
    public CuttingProxy(TestDatabase database, int at) {
        this.database = database;
        this.at = at;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
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

    /** {@return whether the answer has been lost} */
    public boolean fired() {
        return fired;
    }

    /** {@return the number of round trips so far; those of connecting are among them} */
    public int count() {
        return count.get();
    }

    /** Breaks all connections. */
    @Override
    public void close() {
        closeQuietly(listener);
        open.forEach(CuttingProxy::closeQuietly);
    }

    private void accept() throws IOException {
        PGSimpleDataSource server = database.dataSource();
        while (true) {
            Socket client = listener.accept();
            Link link = new Link(client, new Socket(server.getServerNames()[0], server.getPortNumbers()[0]));
            start("to-server", link::toServer);
            start("to-client", link::toClient);
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
                "cutting-proxy-" + name);
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

    /** One client's connection and its counterpart at the server. */
    private final class Link implements Closeable {
        private final Socket client;
        private final Socket server;
        private volatile boolean cutting;

        Link(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            open.add(this);
        }

        void toServer() throws IOException {
            try (this) {
                DataInputStream in = input(client);
                DataOutputStream out = output(server);
                copyBody(in, out, in.readInt()); // the startup packet is the one without a type
                out.flush();
                while (true) {
                    int type = in.readUnsignedByte();
                    if (ENDING_A_ROUND_TRIP.contains(type) && count.incrementAndGet() == at) {
                        cutting = true; // before the server can answer
                    }
                    out.writeByte(type);
                    copyBody(in, out, in.readInt());
                    if (cutting) {
                        out.flush();
                        in.transferTo(
                                OutputStream
                                        .nullOutputStream()); // what the client had sent ahead is lost with the answer
                    } else if (in.available() == 0) {
                        out.flush();
                    }
                }
            }
        }

        void toClient() throws IOException {
            try (this) {
                DataInputStream in = input(server);
                DataOutputStream out = output(client);
                while (true) {
                    int type = in.readUnsignedByte();
                    if (cutting) {
                        in.skipNBytes(in.readInt() - Integer.BYTES);
                        if (type == READY_FOR_QUERY || ASKING_TO_COPY.contains(type)) {
                            fired = true;
                            return;
                        }
                        continue;
                    }
                    out.writeByte(type);
                    copyBody(in, out, in.readInt());
                    if (in.available() == 0) {
                        out.flush();
                    }
                }
            }
        }

        @Override
        public void close() {
            open.remove(this);
            closeQuietly(client);
            closeQuietly(server);
        }
    }

    private static void copyBody(DataInputStream in, DataOutputStream out, int length) throws IOException {
        out.writeInt(length);
        out.write(in.readNBytes(length - Integer.BYTES));
    }

    private static DataInputStream input(Socket socket) throws IOException {
        return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    private static DataOutputStream output(Socket socket) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /** Runs until an end closes. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
