package io.github.dbupgrader.benchmarks.measure;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param warmUps runs of each tool that are not counted
 * @param repetitions runs of each tool that are
 * @param slowRepetitions runs of the one case that takes minutes: Liquibase with many instances
 * @param sizes how many upgrades there are
 * @param instances how many applications start at once
 * @param concurrentSteps how many steps of ten milliseconds are pending then
 * @param reader how long the reader before the ALTER TABLE lasts
 * @param backfillRows how many rows the table of the backfills has
 * @param backfillRepetitions runs of those whose speeds are compared closely
 * @param undisturbed how long the application is watched alone
 * @param memoryRows how many rows the table has in which memory is watched
 * @param reports how long the transactions last beside which the schema is changed; zero is none at all
 */
public record Settings(
        int warmUps,
        int repetitions,
        int slowRepetitions,
        List<Integer> sizes,
        List<Integer> instances,
        int concurrentSteps,
        Duration reader,
        int backfillRows,
        int backfillRepetitions,
        Duration undisturbed,
        int memoryRows,
        List<Duration> reports) {

    /** {@return what the published figures are made with} */
    public static Settings full() {
        return new Settings(
                3,
                15,
                1,
                List.of(100, 500),
                List.of(8, 32),
                20,
                Duration.ofSeconds(10),
                1_000_000,
                2,
                Duration.ofSeconds(10),
                1_000_000,
                List.of(Duration.ZERO, Duration.ofSeconds(3)));
    }

    /** {@return two or three minutes, for a look} */
    public static Settings quick() {
        return new Settings(
                1,
                3,
                1,
                List.of(100),
                List.of(8),
                20,
                Duration.ofSeconds(4),
                200_000,
                1,
                Duration.ofSeconds(5),
                200_000,
                List.of(Duration.ZERO, Duration.ofSeconds(1)));
    }

    /** {@return seconds, for a test} */
    public static Settings tiny() {
        return new Settings(
                0,
                1,
                0,
                List.of(5),
                List.of(2),
                2,
                Duration.ofSeconds(1),
                2_000,
                1,
                Duration.ofSeconds(1),
                2_000,
                List.of(Duration.ofMillis(50)));
    }

    /**
     * {@return a copy for another table in which memory is watched}
     *
     * @param rows how many rows it has
     */
    public Settings withMemoryRows(int rows) {
        return new Settings(
                warmUps,
                repetitions,
                slowRepetitions,
                sizes,
                instances,
                concurrentSteps,
                reader,
                backfillRows,
                backfillRepetitions,
                undisturbed,
                rows,
                reports);
    }
}
