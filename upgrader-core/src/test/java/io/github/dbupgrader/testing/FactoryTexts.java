package io.github.dbupgrader.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pinned texts of one {@code …Errors} class, or of one exception that words itself. A module extends it for its own
 * exception.
 *
 * <p>Which factory an error comes from is read from its stack trace, so that a table cannot name a factory that it does not call.
 *
 * @param <E> the module's exception
 * @param <T> the class that extends this one
 */
public abstract class FactoryTexts<E extends RuntimeException, T extends FactoryTexts<E, T>> {

    private static final String CONSTRUCTOR = "constructor";

    private final Class<?> factories;
    private final String prefix;
    private final List<Text<E>> texts = new ArrayList<>();

    /**
     * Begins without a text.
     *
     * @param factories the class that the errors come from
     * @param prefix what a code begins with, before its hyphen
     */
    protected FactoryTexts(Class<?> factories, String prefix) {
        this.factories = factories;
        this.prefix = prefix;
    }

    /**
     * An error and the message that it is to have.
     *
     * @param <E> the module's exception
     */
    public record Text<E extends RuntimeException>(String factory, E error, String expected) {}

    /** {@return this} */
    protected abstract T self();

    /** {@return the code of an error, as its message begins with it} */
    protected abstract String code(E error);

    /** {@return what happened, why, and what to do about it} */
    protected abstract List<String> parts(E error);

    /** Pins the text of an error. */
    public final T text(E error, String expected) {
        texts.add(new Text<>(factory(error), error, expected));
        return self();
    }

    public final List<Text<E>> all() {
        return List.copyOf(texts);
    }

    /** Fails for each error whose message is not as pinned, or breaks the rules for messages. */
    final void check() {
        assertAll(texts.stream().map(text -> () -> check(text.error(), text.expected())));
    }

    /** Fails for a factory without a text. */
    final void checkComplete() {
        assertThat(texts.stream().map(Text::factory).distinct()).containsExactlyInAnyOrderElementsOf(factoryNames());
    }

    /** Fails for an error whose message is not as pinned, or breaks the rules for messages; a module may have more of them. */
    protected void check(E error, String expected) {
        assertThat(error).hasMessage(expected);
        assertThat(expected)
                .as("one line: code, what, why, fix")
                .startsWith(code(error) + " ")
                .matches(prefix + "-\\d{3} \\S.*: .+\\. Fix: [a-z].*\\.")
                .doesNotContain("  ", "..", ";.")
                .doesNotContainIgnoringCase("failed to ", "please");
        assertThat(parts(error)).as("no full stop of its own").noneMatch(part -> part.endsWith("."));
    }

    private Set<String> factoryNames() {
        if (Throwable.class.isAssignableFrom(factories)) {
            return Set.of(CONSTRUCTOR);
        }
        return Arrays.stream(factories.getDeclaredMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()) && !Modifier.isPrivate(m.getModifiers()))
                .filter(m -> !m.isSynthetic() && Throwable.class.isAssignableFrom(m.getReturnType()))
                .map(Method::getName)
                .collect(Collectors.toSet());
    }

    /** The outermost frame in the class: factories may use each other and lambdas. */
    private String factory(E error) {
        if (error.getClass() == factories) {
            return CONSTRUCTOR;
        }
        return Arrays.stream(error.getStackTrace())
                .filter(frame -> frame.getClassName().equals(factories.getName()))
                .reduce((inner, outer) -> outer)
                .map(StackTraceElement::getMethodName)
                .orElseThrow(() -> new AssertionError(error + " does not come from " + factories));
    }
}
