package io.github.dbupgrader.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work in threads of its own, all of which have ended when it is closed. */
final class Background implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    <T> Future<T> run(Callable<T> work) {
        return threads.submit(work);
    }

    /** Runs all of it, begun at one moment, and returns what came of it, in order. */
    <T> List<T> together(List<Callable<T>> work) throws InterruptedException {
        CyclicBarrier barrier = new CyclicBarrier(work.size());
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> each : work) {
            futures.add(run(() -> {
                barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return each.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(result(future));
        }
        return results;
    }

    /** {@return what came of it} */
    static <T> T result(Future<T> future) throws InterruptedException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the work in the background failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the work in the background does not end", e);
        }
    }

    /** {@return what it failed with} */
    static Throwable failure(Future<?> future) throws InterruptedException {
        try {
            throw new AssertionError("did not fail: " + future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("the work in the background does not end", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a thread does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while threads end", e);
        }
    }
}
