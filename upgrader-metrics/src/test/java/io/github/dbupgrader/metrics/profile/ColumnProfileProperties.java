package io.github.dbupgrader.metrics.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.metrics.model.ColumnMetadata;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** {@code metrics 24}: what holds of every column, and that the counts are those of a naive count. */
class ColumnProfileProperties {

    @Property(tries = 200)
    void integers_areCountedAsTheyAre(@ForAll("integers") List<Long> values) {
        ColumnMetadata metadata = profile(ColumnType.INT8, values);
        TreeSet<Long> different = new TreeSet<>(present(values));
        holds(metadata, values, different.size());
        if (!different.isEmpty()) {
            assertThat(metadata.minValue().longValue()).isEqualTo(different.first());
            assertThat(metadata.maxValue().longValue()).isEqualTo(different.last());
        }
    }

    @Property(tries = 200)
    void decimals_areCountedByTheirValue(@ForAll("decimals") List<BigDecimal> values) {
        ColumnMetadata metadata = profile(ColumnType.NUMERIC, values);
        // compareTo, unlike equals, takes 1.0 and 1.00 for one
        TreeSet<BigDecimal> different = new TreeSet<>(present(values));
        holds(metadata, values, different.size());
        if (!different.isEmpty()) {
            assertThat(metadata.minValue().decimalValue()).isEqualByComparingTo(different.first());
            assertThat(metadata.maxValue().decimalValue()).isEqualByComparingTo(different.last());
        }
    }

    @Property(tries = 200)
    void doubles_haveFiniteExtremes(@ForAll("doubles") List<Double> values) {
        ColumnMetadata metadata = profile(ColumnType.FLOAT8, values);
        TreeSet<Double> different = new TreeSet<>();
        present(values).forEach(value -> different.add(value + 0.0));
        holds(metadata, values, different.size());
        TreeSet<Double> finite = new TreeSet<>(different);
        finite.removeIf(value -> !Double.isFinite(value));
        assertThat(metadata.minValue().isNull()).isEqualTo(finite.isEmpty());
        if (!finite.isEmpty()) {
            assertThat(metadata.minValue().doubleValue()).isEqualTo(finite.first());
            assertThat(metadata.maxValue().doubleValue()).isEqualTo(finite.last());
            assertThat(metadata.minValue().toString()).doesNotContain("-0.0");
        }
    }

    @Property(tries = 200)
    void texts_haveNoExtremes(@ForAll("texts") List<String> values) {
        ColumnMetadata metadata = profile(ColumnType.TEXT, values);
        holds(metadata, values, new TreeSet<>(present(values)).size());
        assertThat(metadata.minValue().isNull()).isTrue();
        assertThat(metadata.maxValue().isNull()).isTrue();
    }

    @Property(tries = 200)
    void dates_compareAsDates(@ForAll("dates") List<LocalDate> values) {
        ColumnMetadata metadata = profile(ColumnType.DATE, values);
        TreeSet<LocalDate> different = new TreeSet<>(present(values));
        holds(metadata, values, different.size());
        if (!different.isEmpty()) {
            assertThat(LocalDate.parse(metadata.minValue().textValue())).isEqualTo(different.first());
            assertThat(LocalDate.parse(metadata.maxValue().textValue())).isEqualTo(different.last());
        }
    }

    @Property(tries = 200)
    void instants_compareAsInstants(@ForAll("instants") List<Instant> values) {
        ColumnMetadata metadata = profile(ColumnType.TIMESTAMPTZ, values);
        TreeSet<Instant> different = new TreeSet<>(present(values));
        holds(metadata, values, different.size());
        if (!different.isEmpty()) {
            assertThat(Instant.parse(metadata.minValue().textValue())).isEqualTo(different.first());
            assertThat(Instant.parse(metadata.maxValue().textValue())).isEqualTo(different.last());
        }
    }

    @Provide
    Arbitrary<List<Long>> integers() {
        return Arbitraries.longs().injectNull(0.2).list().ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<BigDecimal>> decimals() {
        return Arbitraries.integers()
                .between(-30, 30)
                .flatMap(digits -> Arbitraries.integers()
                        .between(-3, 4)
                        .map(scale -> BigDecimal.valueOf(digits).setScale(scale, java.math.RoundingMode.DOWN)))
                .injectNull(0.2)
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<Double>> doubles() {
        return Arbitraries.of(
                        0.0,
                        -0.0,
                        1.5,
                        -1.5,
                        Double.MIN_VALUE,
                        Double.MAX_VALUE,
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY)
                .injectNull(0.2)
                .list()
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.of("", "EMEA", "emea", "日本", "a", "a ", "I", "ı", "é", "e\u0301", "🧾")
                .injectNull(0.2)
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<LocalDate>> dates() {
        return Arbitraries.longs()
                .between(-1_000_000, 5_000_000)
                .map(LocalDate::ofEpochDay)
                .injectNull(0.2)
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Instant>> instants() {
        return Arbitraries.longs()
                .between(-100_000_000_000L, 253_000_000_000L)
                .map(Instant::ofEpochSecond)
                .injectNull(0.2)
                .list()
                .ofMaxSize(40);
    }

    private static ColumnMetadata profile(ColumnType type, List<?> values) {
        ColumnProfile profile = ColumnProfile.of(type, 10_000);
        values.forEach(profile::accept);
        ColumnFacts facts = new ColumnFacts(
                new ResultColumn("c", type, type.text(), (row, column) -> row.getObject(column)), type, "c", 1);
        profile.describe(facts, values.size());
        return facts.metadata();
    }

    private static <T> List<T> present(List<T> values) {
        return values.stream().filter(Objects::nonNull).toList();
    }

    private static void holds(ColumnMetadata metadata, List<?> values, int different) {
        long nulls = values.stream().filter(Objects::isNull).count();
        assertThat(metadata.fact("null_count").longValue()).isEqualTo(nulls);
        assertThat(metadata.uniqueValues()).hasValue(different);
        assertThat(metadata.fact("unique_is_exact").booleanValue()).isTrue();
        if (different == 0) {
            assertThat(metadata.minValue().isNull()).isTrue();
            assertThat(metadata.maxValue().isNull()).isTrue();
        }
    }
}
