package io.github.dbupgrader.examples.energy.demo;

import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.examples.energy.service.Fleet;
import io.github.dbupgrader.examples.energy.service.Instance;
import io.github.dbupgrader.examples.text.Screen;
import io.github.dbupgrader.examples.text.Texts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;

/** Plays all scenarios, one after another, while the services of the release before go on. Call only. */
public final class EnergyDemo {

    private final Screen screen;
    private final DeployJob job;
    private final Services services;
    private final Fleet fleet;
    private final String url;

    private EnergyDemo(String url, Screen screen, DeployJob job, Fleet fleet) {
        this.url = url;
        this.screen = screen;
        this.job = job;
        this.fleet = fleet;
        this.services = new Services(fleet, screen);
    }

    /**
     * Plays on a server that is started for it and thrown away.
     *
     * @param out where it tells what it does
     * @return whether no statement failed and no write was lost
     * @throws IOException if the server cannot be started
     */
    public static boolean onItsOwnServer(PrintWriter out) throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            return on(server.getJdbcUrl("postgres", "postgres"), out);
        } catch (SQLException e) {
            throw new IOException("the demonstration cannot read its database", e);
        }
    }

    /**
     * Plays on an empty database.
     *
     * @param url the database
     * @param out where it tells what it does
     * @return whether no statement failed and no write was lost
     * @throws SQLException if the database cannot be read
     */
    public static boolean on(String url, PrintWriter out) throws SQLException {
        Screen screen = new Screen(out);
        DeployJob job = new DeployJob(url, screen);
        screen.title("Release 1.0.0: hourly energy from iowa-electricity.csv, milk from seattle-weather.csv");
        UpgradeResult first = job.upgrade("1.0.0");
        screen.line("made in " + Texts.duration(first.duration()));
        try (Fleet fleet = new Fleet(url)) {
            return new EnergyDemo(url, screen, job, fleet).play();
        }
    }

    private boolean play() throws SQLException {
        services.startFirst("1.0.0");
        addColumn();
        addTable();
        addView();
        renameColumn();
        finishRename();
        return prove();
    }

    private void addColumn() {
        screen.title("Scenario 1: a nullable column, dairy_production.quality_score");
        upgrade("1.1.0");
        services.replaceApi("1.1.0", "reads the new column, null so far");
        services.replaceIngestor("1.1.0", "writes it");
    }

    private void addTable() {
        screen.title("Scenario 3: a table, water_consumption");
        upgrade("1.2.0");
        services.replaceApi("1.2.0", "reads the new table, empty so far");
        services.replaceIngestor("1.2.0", "writes it");
    }

    private void addView() {
        screen.title("Scenario 4: a view, v_energy_monthly");
        upgrade("1.3.0");
        services.replaceApi("1.3.0", "reads the view; the ingestor stays as it is");
    }

    private void renameColumn() {
        screen.title("Scenario 2: a column gets another name, fact_energy_hourly.energy_kwh becomes kwh");
        upgrade("1.4.0");
        Instance canary = fleet.startIngestor("1.4.0");
        fleet.awaitRounds(Services.MEANWHILE);
        canary.stop();
        screen.line(canary.name() + " wrote kwh, " + services.names() + " went on with energy_kwh");

        screen.title("Back by one step: the new name goes, what was written under it stays");
        UpgradeResult back = job.rollback("1.4.0", "1.3.0");
        fleet.awaitRounds(Services.MEANWHILE);
        screen.line("1.4.0 -> 1.3.0 in " + Texts.duration(back.duration()) + "; " + services.names() + " went on");

        screen.title("And forward again");
        upgrade("1.4.0");
        services.addApi("1.4.0", "reads kwh");
        services.replaceIngestor("1.4.0", "writes kwh");
    }

    /** One instance of the old API was forgotten. */
    private void finishRename() {
        screen.title("Scenario 2, its end: energy_kwh goes, when nobody needs it any more");
        screen.plan(job.plan("1.5.0"));
        screen.line("refused: " + refusal());
        services.stopOldApi();
        fleet.awaitRounds(Services.MEANWHILE);
        UpgradeResult result = job.upgrade("1.5.0");
        fleet.awaitRounds(Services.MEANWHILE);
        screen.line("upgraded in " + Texts.duration(result.duration()) + " while " + services.names() + " went on");
    }

    private String refusal() {
        try {
            job.upgrade("1.5.0");
        } catch (StepFailedException e) {
            return String.valueOf(e.getMessage());
        }
        throw new IllegalStateException("the old column went although an old API was connected");
    }

    private void upgrade(String version) {
        screen.plan(job.plan(version));
        fleet.awaitRounds(Services.MEANWHILE);
        UpgradeResult result = job.upgrade(version);
        fleet.awaitRounds(Services.MEANWHILE);
        screen.line("upgraded in " + Texts.duration(result.duration()) + " while " + services.names() + " went on");
    }

    private boolean prove() throws SQLException {
        fleet.stop();
        screen.title("Proof");
        Proof proof = Proof.of(url, fleet);
        screen.text(proof.render());
        screen.line(proof.holds() ? "No statement failed, and no write was lost." : "SOMEBODY NOTICED.");
        return proof.holds();
    }
}
