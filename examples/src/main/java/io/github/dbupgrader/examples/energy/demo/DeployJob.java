package io.github.dbupgrader.examples.energy.demo;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.UpgradePlan;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.examples.energy.upgrades.EnergyUpgrades;
import io.github.dbupgrader.examples.text.Screen;
import io.github.dbupgrader.examples.text.Texts;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** The job that upgrades the database before a release of the services is deployed. */
final class DeployJob {

    private final String url;
    private final Screen screen;

    DeployJob(String url, Screen screen) {
        this.url = url;
        this.screen = screen;
    }

    /** {@return what would run, and what it means for this database and the services that are connected} */
    String plan(String version) {
        UpgradePlan plan = upgrader(version).plan();
        return plan.render() + "\n" + plan.renderImpact();
    }

    UpgradeResult upgrade(String version) {
        return upgrader(version).upgrade();
    }

    UpgradeResult rollback(String from, String to) {
        return upgrader(from).rollback(to);
    }

    private DatabaseUpgrader upgrader(String version) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setApplicationName("energy-upgrade/" + version);
        return EnergyUpgrades.upgrader(dataSource, version)
                .listener(new Steps())
                .build();
    }

    /** Tells each sub-step when it is done. */
    private final class Steps implements UpgradeListener {

        @Override
        public void subStepEnded(SchemaVersion version, String name, Duration duration) {
            screen.line("  " + name + ": " + Texts.duration(duration));
        }

        @Override
        public void stepRetried(SchemaVersion version, int tries, Duration pause) {
            screen.line("  a lock was not to be had at once; try " + (tries + 1) + " follows");
        }
    }
}
