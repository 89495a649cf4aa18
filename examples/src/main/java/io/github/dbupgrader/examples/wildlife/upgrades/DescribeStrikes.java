package io.github.dbupgrader.examples.wildlife.upgrades;

import io.github.dbupgrader.api.RegisterBackfill;
import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillRow;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.Pace;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Year;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * 1.5.0: positions of airports, kinds of animals and comparable costs.
 *
 * <p>The pages of the application show the first two at once, so the upgrade waits until they are filled. The costs are for a report that comes with 1.6.0, so they are
 * filled in the background. Older releases would add strikes without all of that, so this upgrade keeps them out: it declares no {@code compatibleFrom}.
 */
final class DescribeStrikes {

    /** The backfill in the background, on which 1.6.0 relies. */
    static final String COSTS = "costs in dollars of 2002";

    @RegisterUpgrade(
            value = "1.5.0",
            description = "Positions of airports, kinds of animals, comparable costs",
            mode = UpgradeMode.ONLINE)
    void describe(UpgradeContext upgrade) {
        upgrade.step("add the columns", handle -> {
                    handle.execute("alter table airports add column position point");
                    handle.execute(
                            "alter table strikes add column animal_kind text, add column animal_family text, add column usd_2002 numeric(12, 2)");
                })
                .revert(DescribeStrikes::dropColumns);
        upgrade.backfill(
                "positions of airports",
                Backfill.table("airports")
                        .pending("position is null")
                        .set("position = point(longitude::double precision, latitude::double precision)"));
        upgrade.backfill(
                "kinds of animals",
                Backfill.table("strikes")
                        .pending("animal_kind is null")
                        .read("species", String.class)
                        .write("animal_kind", "animal_family")
                        .compute(DescribeStrikes::describeAnimals));
    }

    /** In small batches with pauses, because somebody may be looking at strikes meanwhile. */
    @RegisterBackfill(value = COSTS, since = "1.5.0")
    Backfill costs() {
        return Backfill.table("strikes")
                .pending("usd_2002 is null")
                .read("flown_on", LocalDate.class)
                .read("total_usd", BigDecimal.class)
                .write("usd_2002")
                .compute(DescribeStrikes::compareCosts)
                .settings(BackfillSettings.defaults().pace(Pace.polite()));
    }

    @RegisterRollback(value = "1.5.0", description = "Positions, kinds of animals and comparable costs dropped")
    void undo(Handle handle) {
        dropColumns(handle);
    }

    private static void describeAnimals(List<BackfillRow> strikes) {
        for (BackfillRow strike : strikes) {
            String species = Objects.requireNonNull(strike.get("species", String.class));
            Optional<Animal> animal = Animal.parse(species);
            if (animal.isPresent()) {
                strike.set("animal_kind", animal.get().kind());
                strike.set("animal_family", animal.get().family().orElse(null));
            } else {
                strike.reject("no family is known for the species \"" + species + "\"");
            }
        }
    }

    private static void compareCosts(List<BackfillRow> strikes) {
        for (BackfillRow strike : strikes) {
            Year year = Year.from(Objects.requireNonNull(strike.get("flown_on", LocalDate.class)));
            BigDecimal cost = Objects.requireNonNull(strike.get("total_usd", BigDecimal.class));
            PriceIndex.inDollarsOf2002(cost, year)
                    .ifPresentOrElse(
                            usd -> strike.set("usd_2002", usd),
                            () -> strike.reject("no price index is known for " + year));
        }
    }

    private static void dropColumns(Handle handle) {
        handle.execute("alter table airports drop column position");
        handle.execute("alter table strikes drop column animal_kind, drop column animal_family, drop column usd_2002");
    }
}
