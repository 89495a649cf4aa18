package io.github.dbupgrader.examples.energy;

import io.github.dbupgrader.examples.energy.demo.EnergyDemo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The program. */
public final class EnergyApplication {

    private EnergyApplication() {}

    /**
     * Runs the demonstration and exits: 0 if no statement failed and no write was lost, else 1.
     *
     * @param args none
     * @throws IOException if no PostgreSQL can be started
     */
    public static void main(String[] args) throws IOException {
        boolean nobodyNoticed = EnergyDemo.onItsOwnServer(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        System.exit(nobodyNoticed ? 0 : 1);
    }
}
