package io.github.dbupgrader.benchmarks.server;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between driver and server and counts what the client sends, by reading the frontend protocol.
 *
 * <p>A round trip is a Sync or a simple Query: the driver sends either at the end of what it has gathered, and then waits. The one exception is the {@code BEGIN}
 * that the driver sends by itself in front of the first statement of a transaction, in the same packet and without waiting: a statement, but no round trip. A
 * statement is an Execute or a simple Query. Nothing is estimated from the tools' logs, and no tool knows that it is watched; the connections must not be encrypted.
 */
public final class CountingProxy implements AutoCloseable {

    private static final char EXECUTE = 'E';
    private static final char QUERY = 'Q';
    private static final char SYNC = 'S';
    private static final byte[] BEGIN = "BEGIN\0".getBytes(StandardCharsets.UTF_8);

    private final ServerSocket entrance;
    private final int serverPort;
    private final AtomicLong statements = new AtomicLong();
    private final AtomicLong roundTrips = new AtomicLong();

    private CountingProxy(ServerSocket entrance, int serverPort) {
        this.entrance = entrance;
        this.serverPort = serverPort;
    }

    /**
     * {@return a proxy that listens}
     *
     * @param serverPort where the server listens on this machine
     * @throws IOException if no port is to be had
     */
    public static CountingProxy before(int serverPort) throws IOException {
        CountingProxy proxy = new CountingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), serverPort);
        daemon(proxy::accept);
        return proxy;
    }

    /** {@return where it listens on this machine} */
    public int port() {
        return entrance.getLocalPort();
    }

    /** {@return what was counted since the last call} */
    public Traffic take() {
        return new Traffic(statements.getAndSet(0), roundTrips.getAndSet(0));
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                daemon(() -> forward(client, server));
                daemon(() -> answer(server, client));
            } catch (IOException e) {
                if (!entrance.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void forward(Socket client, Socket server) {
        try (client;
                server;
                DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream()))) {
            pass(in, out);
            flush(in, out);
            while (true) {
                int type = in.read();
                if (type < 0) {
                    return;
                }
                out.write(type);
                byte[] content = pass(in, out);
                // before the server can answer, so that whoever has the answer finds it counted
                count((char) type, content);
                flush(in, out);
            }
        } catch (IOException e) {
            // either side went away, and the other is closed with it
            return;
        }
    }

    /** Length and content of one message; the first of a connection has no type. */
    private static byte[] pass(DataInputStream in, DataOutputStream out) throws IOException {
        int length = in.readInt();
        out.writeInt(length);
        byte[] content = in.readNBytes(length - Integer.BYTES);
        out.write(content);
        return content;
    }

    private static void flush(DataInputStream in, DataOutputStream out) throws IOException {
        if (in.available() == 0) {
            out.flush();
        }
    }

    private void count(char type, byte[] content) {
        if (type == EXECUTE || type == QUERY) {
            statements.incrementAndGet();
        }
        if (type == SYNC || (type == QUERY && !Arrays.equals(content, BEGIN))) {
            roundTrips.incrementAndGet();
        }
    }

    private static void answer(Socket server, Socket client) {
        try (server;
                client) {
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // either side went away, and the other is closed with it
            return;
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "counting-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
