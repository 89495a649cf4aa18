package io.github.dbupgrader.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.api.RegisterBackfill;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.error.UpgradeException;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What is wrong with a {@link RegisterBackfill} is told by {@code build()}, which has no database here, and names class and method. */
class RefusedBackfillsTest {

    private static final String HERE = RefusedBackfillsTest.class.getName();
    private static final String SIGNATURE = " Fix: let it take nothing and return Backfill.";
    private static final String NOT_A_VERSION =
            " is not a version: a version is MAJOR.MINOR.PATCH, three numbers up to 2147483647 without leading zeros, and"
                    + " nothing before, between or after them: no \"v\", no space, no pre-release and no build part. Fix:"
                    + " write it like 1.4.0.";

    private static Backfill depth() {
        return Backfill.table("wells").set("depth_m = depth");
    }

    static class TakesHandle {
        @RegisterBackfill(value = "depth", since = "1.1.0")
        Backfill fill(Handle handle) {
            return depth();
        }
    }

    static class ReturnsNothing {
        @RegisterBackfill(value = "depth", since = "1.1.0")
        void fill() {}
    }

    static class ReturnsText {
        @RegisterBackfill(value = "depth", since = "1.1.0")
        String fill() {
            return "update wells set depth_m = depth";
        }
    }

    static class IsStatic {
        @RegisterBackfill(value = "depth", since = "1.1.0")
        static Backfill fill() {
            return depth();
        }
    }

    static class IsPrivate {
        @RegisterBackfill(value = "depth", since = "1.1.0")
        private Backfill fill() {
            return depth();
        }
    }

    static class IsUpgradeToo {
        @RegisterUpgrade("1.1.0")
        @RegisterBackfill(value = "depth", since = "1.1.0")
        Backfill fill() {
            return depth();
        }
    }

    static class SinceAWord {
        @RegisterBackfill(value = "depth", since = "1.1")
        Backfill fill() {
            return depth();
        }
    }

    static class SinceNothing {
        @RegisterBackfill(value = "depth", since = "")
        Backfill fill() {
            return depth();
        }
    }

    static class WithoutName {
        @RegisterBackfill(value = " ", since = "1.1.0")
        Backfill fill() {
            return depth();
        }
    }

    static class WithoutWork {
        @RegisterBackfill(value = "depth", since = "1.1.0")
        Backfill fill() {
            return Backfill.table("wells").pending("depth_m is null");
        }
    }

    static class WithWrongSetting {
        @RegisterBackfill(value = "depth", since = "1.1.0")
        Backfill fill() {
            return depth().settings(BackfillSettings.defaults().workers(0));
        }
    }

    static class Throwing {
        @RegisterBackfill(value = "depth", since = "1.1.0")
        Backfill fill() {
            throw new IllegalStateException("no configuration");
        }
    }

    static class ReturningNull {
        @RegisterBackfill(value = "depth", since = "1.1.0")
        @SuppressWarnings("NullAway") // the mistake that is looked for
        Backfill fill() {
            return null;
        }
    }

    static class TwoOfOneName {
        @RegisterBackfill(value = "depth", since = "1.1.0")
        Backfill fill() {
            return depth();
        }

        @RegisterBackfill(value = "depth", since = "1.2.0")
        Backfill fillAgain() {
            return depth();
        }
    }

    static class One {
        @RegisterBackfill(value = "depth", since = "1.1.0")
        Backfill fill() {
            return depth();
        }
    }

    static Stream<Arguments> build_misusedAnnotation_isRefused() {
        return Stream.of(
                Arguments.of(
                        new TakesHandle(),
                        "UPG-103 %s cannot be called as it is: it defines a backfill, takes (Handle) and returns Backfill."
                                + SIGNATURE),
                Arguments.of(
                        new ReturnsNothing(),
                        "UPG-103 %s cannot be called as it is: it defines a backfill, takes () and returns void."
                                + SIGNATURE),
                Arguments.of(
                        new ReturnsText(),
                        "UPG-103 %s cannot be called as it is: it defines a backfill, takes () and returns String."
                                + SIGNATURE),
                Arguments.of(
                        new IsStatic(),
                        "UPG-103 %s cannot be called as it is: it is static. Fix: make it an instance method that is"
                                + " package-private, protected or public."),
                Arguments.of(
                        new IsPrivate(),
                        "UPG-103 %s cannot be called as it is: it is private. Fix: make it an instance method that is"
                                + " package-private, protected or public."),
                Arguments.of(
                        new IsUpgradeToo(),
                        "UPG-103 %s cannot be called as it is: it has more than one of @RegisterUpgrade,"
                                + " @RegisterRollback, @UpgradeCondition and @RegisterBackfill. Fix: make one method of"
                                + " each."),
                Arguments.of(new SinceAWord(), "UPG-102 %s has an unusable since: \"1.1\"" + NOT_A_VERSION),
                Arguments.of(new SinceNothing(), "UPG-102 %s has an unusable since: \"\"" + NOT_A_VERSION),
                Arguments.of(
                        new WithoutName(),
                        "UPG-106 %s registers a backfill under the name \" \": the name is the key under which its"
                                + " progress is recorded, so it must not be blank, be longer than 200 characters or have"
                                + " control characters. Fix: give it a short name that says what it fills."),
                Arguments.of(
                        new WithoutWork(),
                        "UPG-107 %s defines a backfill that cannot be used: The backfill of table wells says nothing about"
                                + " what to do: neither set(…), statement(…) nor compute(…) was called. Fix: call one of"
                                + " them."),
                Arguments.of(
                        new WithWrongSetting(),
                        "UPG-106 %s defines a backfill that cannot be used: The setting workers of a backfill is 0: it must"
                                + " be above zero, and durations at least a millisecond. Fix: choose a larger value, or"
                                + " leave the default."),
                Arguments.of(
                        new Throwing(),
                        "UPG-107 %s did not return the definition of its backfill: it threw"
                                + " java.lang.IllegalStateException: no configuration. Fix: let it build the definition and"
                                + " nothing else; it is called when the upgrader is built."),
                Arguments.of(
                        new ReturningNull(),
                        "UPG-107 %s did not return the definition of its backfill: it returned nothing. Fix: let it build the"
                                + " definition and return it."));
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName(
            "upgrades 6, backfill 63: a method that cannot define a backfill is refused by build(), by class and method")
    void build_misusedAnnotation_isRefused(Object misused, String message) {
        assertRefused(
                builder().register(misused),
                message.formatted(misused.getClass().getName() + "#fill"));
    }

    @Test
    @DisplayName("backfill 63: a name is the key of the progress, so two of one name are refused, and both are named")
    void build_oneNameTwice_isRefused() {
        String both =
                "UPG-109 Two backfills are registered under the name \"depth\": %s and %s both claim it. Fix: give"
                        + " one of them another name.";

        assertRefused(
                builder().register(new TwoOfOneName()),
                both.formatted(HERE + "$TwoOfOneName#fill", HERE + "$TwoOfOneName#fillAgain"));
        assertRefused(
                builder().register(new One()).register(new TakesNothing()),
                both.formatted(HERE + "$One#fill", HERE + "$TakesNothing#other"));
        assertRefused(
                builder().register(new One()).registerBackfill("depth", "1.1.0", depth()),
                both.formatted(HERE + "$One#fill", "registerBackfill(\"depth\", …)"));
    }

    static class TakesNothing {
        @RegisterBackfill(value = "depth", since = "1.1.0")
        Backfill other() {
            return depth();
        }
    }

    @Test
    void build_misusedWithoutAnnotation_isRefused() {
        assertRefused(
                builder().registerBackfill("depth", "1.1.0", Backfill.table("wells")),
                "UPG-107 registerBackfill(\"depth\", …) defines a backfill that cannot be used: The backfill of table wells"
                        + " says nothing about what to do: neither set(…), statement(…) nor compute(…) was called. Fix: call"
                        + " one of them.");
        assertRefused(
                builder().registerBackfill("depth", "v1", depth()),
                "UPG-102 registerBackfill(\"depth\", …) has an unusable since: \"v1\"" + NOT_A_VERSION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\t", "a\nb", "x201"})
    void build_unusableName_isRefused(String name) {
        String used = name.equals("x201") ? "x".repeat(201) : name;
        UpgradeException refusal = catchThrowableOfType(
                UpgradeException.class,
                () -> builder().registerBackfill(used, "1.1.0", depth()).build());

        assertThat(refusal).hasMessageStartingWith("UPG-106 registerBackfill(");
        assertThat(builder().registerBackfill("x".repeat(200), "1.1.0", depth()).build())
                .isNotNull();
    }

    private static void assertRefused(DatabaseUpgraderBuilder builder, String message) {
        assertThat(catchThrowableOfType(UpgradeException.class, builder::build)).hasMessage(message);
    }

    private static DatabaseUpgraderBuilder builder() {
        return DatabaseUpgrader.forDataSource(new PGSimpleDataSource()).applicationVersion("1.2.0");
    }
}
