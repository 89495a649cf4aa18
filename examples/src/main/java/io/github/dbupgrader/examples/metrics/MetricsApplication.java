package io.github.dbupgrader.examples.metrics;

import io.github.dbupgrader.examples.metrics.demo.MetricsDemo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The program. */
public final class MetricsApplication {

    private MetricsApplication() {}

    /**
     * Runs the demonstration and exits: 0 if nobody noticed anything and nothing was lost, else 1.
     *
     * @param args none
     * @throws IOException if no PostgreSQL can be started, or there is no room for files
     */
    public static void main(String[] args) throws IOException {
        boolean holds = MetricsDemo.onItsOwnServer(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        System.exit(holds ? 0 : 1);
    }
}
