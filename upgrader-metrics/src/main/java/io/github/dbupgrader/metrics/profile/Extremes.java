package io.github.dbupgrader.metrics.profile;

import org.jspecify.annotations.Nullable;

/** The least and the greatest of what was added; of equal values, the first. */
final class Extremes<T extends Comparable<? super T>> {
    private @Nullable T min;
    private @Nullable T max;

    void add(T value) {
        T least = min;
        if (least == null || value.compareTo(least) < 0) {
            min = value;
        }
        T greatest = max;
        if (greatest == null || value.compareTo(greatest) > 0) {
            max = value;
        }
    }

    @Nullable
    T min() {
        return min;
    }

    @Nullable
    T max() {
        return max;
    }
}
