package io.github.dbupgrader.acceptance;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A place in an upgrade at which it stands still until the test lets it go on. */
final class Gate {
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Called by the upgrade. */
    void pass() throws InterruptedException {
        reached.countDown();
        await(opened, "nobody opened the gate");
    }

    /** Returns when the upgrade stands at the gate. */
    void awaitReached() throws InterruptedException {
        await(reached, "nothing reached the gate");
    }

    void open() {
        opened.countDown();
    }

    private static void await(CountDownLatch latch, String complaint) throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(complaint);
        }
    }
}
