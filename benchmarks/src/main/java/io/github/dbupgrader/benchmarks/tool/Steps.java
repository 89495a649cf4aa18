package io.github.dbupgrader.benchmarks.tool;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The steps to apply: one SQL statement each, sent from Java. Number {@code i} has the version {@code 1.0.i}.
 *
 * @param sql the statements, in order
 */
public record Steps(List<String> sql) {

    /** Copies the list. */
    public Steps {
        sql = List.copyOf(sql);
    }

    /**
     * {@return steps that create an empty table each}
     *
     * @param count how many
     */
    public static Steps trivial(int count) {
        return of(count, i -> "create table t" + i + " (id int)");
    }

    /**
     * {@return steps that take ten milliseconds in the server each; running one twice fails}
     *
     * @param count how many
     */
    public static Steps tenMillis(int count) {
        return of(count, i -> "create table t" + i + " as select pg_sleep(0.01)::text as slept");
    }

    private static Steps of(int count, IntFunction<String> sql) {
        return new Steps(IntStream.rangeClosed(1, count).mapToObj(sql).toList());
    }

    /**
     * {@return those that an earlier release of the application had}
     *
     * @param number how many
     */
    public Steps first(int number) {
        return new Steps(sql.subList(0, number));
    }

    /** {@return how many there are} */
    public int count() {
        return sql.size();
    }

    /** {@return the version of the last step} */
    public String version() {
        return version(count());
    }

    /**
     * {@return the version of a step}
     *
     * @param number its number, from 1
     */
    public static String version(int number) {
        return "1.0." + number;
    }
}
