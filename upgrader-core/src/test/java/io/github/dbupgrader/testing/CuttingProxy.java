package io.github.dbupgrader.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
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

    private final int at;
    private final Relay relay;
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean fired;

    /**
     * Starts listening on a free port of the loopback interface.
     *
     * @param at the number of the round trip whose answer is lost; 0 for a run that is only counted
     */
    public CuttingProxy(TestDatabase database, int at) {
        this.at = at;
        relay = new Relay(database, Link::new);
    }

    /** {@return a data source without a pool whose connections go through here} */
    public PGSimpleDataSource dataSource() {
        return relay.dataSource();
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
        relay.close();
    }

    /** Passes on what comes, message by message, up to the one whose answer is lost. */
    private final class Link implements Relay.Link {
        private volatile boolean cutting;

        @Override
        public void toServer(InputStream client, OutputStream server) throws IOException {
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
                    // what the client had sent ahead is lost with the answer
                    in.transferTo(OutputStream.nullOutputStream());
                } else if (in.available() == 0) {
                    out.flush();
                }
            }
        }

        @Override
        public void toClient(InputStream server, OutputStream client) throws IOException {
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

    private static void copyBody(DataInputStream in, DataOutputStream out, int length) throws IOException {
        out.writeInt(length);
        out.write(in.readNBytes(length - Integer.BYTES));
    }

    private static DataInputStream input(InputStream in) {
        return new DataInputStream(new BufferedInputStream(in));
    }

    private static DataOutputStream output(OutputStream out) {
        return new DataOutputStream(new BufferedOutputStream(out));
    }
}
