package io.github.dbupgrader.metrics.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.github.dbupgrader.metrics.model.MetricException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pinned texts of one {@code …Errors} class. Which factory an error comes from is read from its stack trace, so that a
 * table cannot name a factory that it does not call.
 */
public final class ErrorTexts {

    private final Class<?> factories;
    private final List<Text> texts = new ArrayList<>();

    private ErrorTexts(Class<?> factories) {
        this.factories = factories;
    }

    private record Text(String factory, MetricException error, String expected) {}

    public static ErrorTexts of(Class<?> factories) {
        return new ErrorTexts(factories);
    }

    public ErrorTexts text(MetricException error, String expected) {
        texts.add(new Text(factory(error), error, expected));
        return this;
    }

    /** Fails for each error whose message is not as pinned, or breaks the rules for messages. */
    public void check() {
        assertAll(texts.stream().map(text -> () -> check(text)));
    }

    /** Fails for a factory without a text. */
    public void checkComplete() {
        assertThat(texts.stream().map(Text::factory).distinct()).containsExactlyInAnyOrderElementsOf(factoryNames());
    }

    private static void check(Text text) {
        MetricException error = text.error();
        assertThat(error).hasMessage(text.expected());
        assertThat(text.expected())
                .as("one line: code, what, why, fix")
                .startsWith(error.code().id() + " ")
                .matches("UPM-\\d{3} \\S.*: .+\\. Fix: [a-z].*\\.")
                .doesNotContain("  ", "..", ";.")
                .doesNotContainIgnoringCase("failed to ", "please");
        assertThat(List.of(error.what(), error.why(), error.fix()))
                .as("no full stop of its own")
                .noneMatch(part -> part.endsWith("."));
    }

    private Set<String> factoryNames() {
        return Arrays.stream(factories.getDeclaredMethods())
                .filter(method ->
                        Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers()))
                .filter(method -> !method.isSynthetic() && Throwable.class.isAssignableFrom(method.getReturnType()))
                .map(Method::getName)
                .collect(Collectors.toSet());
    }

    /** The outermost frame in the class: factories may use each other and lambdas. */
    private String factory(MetricException error) {
        return Arrays.stream(error.getStackTrace())
                .filter(frame -> frame.getClassName().equals(factories.getName()))
                .reduce((inner, outer) -> outer)
                .map(StackTraceElement::getMethodName)
                .orElseThrow(() -> new AssertionError(error + " does not come from " + factories));
    }
}
