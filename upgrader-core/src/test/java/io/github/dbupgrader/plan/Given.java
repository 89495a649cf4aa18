package io.github.dbupgrader.plan;

import io.github.dbupgrader.api.AheadPolicy;
import io.github.dbupgrader.api.DevelopmentPolicy;
import io.github.dbupgrader.api.MissedPolicy;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.registry.Registry;
import io.github.dbupgrader.registry.RegistryBuilder;
import io.github.dbupgrader.version.ApplicationVersion;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What planners are given, in few words. */
final class Given {

    /** Planning decides only: whatever it calls fails the test. */
    private static final UpgradeMethod NEVER = upgrade -> {
        throw new AssertionError("planning called an upgrade");
    };

    private Given() {}

    static SchemaVersion v(String text) {
        return SchemaVersion.parse(text);
    }

    static List<SchemaVersion> versions(String... texts) {
        return Stream.of(texts).map(SchemaVersion::parse).toList();
    }

    static Registry registry(String... upgrades) {
        return registry(versions(upgrades), List.of());
    }

    static Registry registry(Collection<SchemaVersion> upgrades, Collection<SchemaVersion> rollbacks) {
        RegistryBuilder builder = new RegistryBuilder();
        upgrades.forEach(v -> builder.addUpgrade(Upgrade.transactional(v.toString(), NEVER)));
        rollbacks.forEach(v -> builder.addRollback(v.toString(), UpgradeMode.TRANSACTIONAL, NEVER));
        return builder.build();
    }

    /** The defaults, for an application of a version. */
    static PlanRules rules(String application) {
        return rules(application, DevelopmentPolicy.REFUSE, MissedPolicy.REFUSE, AheadPolicy.FAIL);
    }

    static PlanRules rules(String application, DevelopmentPolicy development) {
        return rules(application, development, MissedPolicy.REFUSE, AheadPolicy.FAIL);
    }

    static PlanRules rules(String application, MissedPolicy missed) {
        return rules(application, DevelopmentPolicy.REFUSE, missed, AheadPolicy.FAIL);
    }

    static PlanRules rules(String application, AheadPolicy ahead) {
        return rules(application, DevelopmentPolicy.REFUSE, MissedPolicy.REFUSE, ahead);
    }

    static PlanRules upgradableFrom(String oldest, PlanRules rules) {
        return new PlanRules(
                rules.component(),
                rules.applicationVersion(),
                rules.development(),
                rules.missed(),
                rules.ahead(),
                Optional.of(v(oldest)),
                rules.emptyMeansZero());
    }

    static PlanRules emptyMeansZero(PlanRules rules) {
        return new PlanRules(
                rules.component(),
                rules.applicationVersion(),
                rules.development(),
                rules.missed(),
                rules.ahead(),
                rules.upgradableFrom(),
                true);
    }

    private static PlanRules rules(
            String application, DevelopmentPolicy development, MissedPolicy missed, AheadPolicy ahead) {
        return new PlanRules(
                "application",
                ApplicationVersion.parse(application),
                development,
                missed,
                ahead,
                Optional.empty(),
                false);
    }

    /** A database at a version, initialised at it, that any application from 0.0.0 on may use. */
    static State recorded(String version) {
        return new State(v(version), SchemaVersion.ZERO, v(version), Set.of(), Set.of(), Set.of());
    }

    record State(
            SchemaVersion version,
            SchemaVersion compatible,
            SchemaVersion initialised,
            Set<SchemaVersion> ran,
            Set<SchemaVersion> upgrades,
            Set<SchemaVersion> rollbacks) {

        State compatibleFrom(String oldest) {
            return new State(version, v(oldest), initialised, ran, upgrades, rollbacks);
        }

        State initialisedAt(String first) {
            return new State(version, compatible, v(first), ran, upgrades, rollbacks);
        }

        State applied(String... upgraded) {
            return new State(version, compatible, initialised, Set.of(array(upgraded)), upgrades, rollbacks);
        }

        State unfinished(String... begun) {
            return new State(version, compatible, initialised, ran, Set.of(array(begun)), rollbacks);
        }

        State unfinishedRollback(String begun) {
            return new State(version, compatible, initialised, ran, upgrades, Set.of(v(begun)));
        }

        Optional<RecordedState> state() {
            return Optional.of(
                    new RecordedState(version, compatible, initialised, 1, 7, new TreeSet<>(ran), upgrades, rollbacks));
        }

        private static SchemaVersion[] array(String... texts) {
            return versions(texts).toArray(SchemaVersion[]::new);
        }
    }
}
