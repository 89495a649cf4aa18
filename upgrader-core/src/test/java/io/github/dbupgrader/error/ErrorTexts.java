package io.github.dbupgrader.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * The pinned texts of one {@code …Errors} class, or of one exception that words itself.
 *
 * <p>Which factory an error comes from is read from its stack trace, so that a table cannot name a factory that it does not call.
 */
public final class ErrorTexts {

    private static final String CONSTRUCTOR = "constructor";

    private final Class<?> factories;
    private final List<Text> texts = new ArrayList<>();

    private ErrorTexts(Class<?> factories) {
        this.factories = factories;
    }

    /** An error and the message that it is to have. */
    public record Text(String factory, UpgradeException error, String expected) {}

    public static ErrorTexts of(Class<?> factories) {
        return new ErrorTexts(factories);
    }

    public ErrorTexts text(UpgradeException error, String expected) {
        texts.add(new Text(factory(error), error, expected));
        return this;
    }

    /** Pins the text of what a call throws. */
    public ErrorTexts thrown(ThrowingCallable call, String expected) {
        return text(catchThrowableOfType(UpgradeException.class, call), expected);
    }

    /** Fails for each error whose message is not as pinned, or breaks the rules for messages. */
    void check() {
        assertAll(texts.stream().map(t -> () -> check(t)));
    }

    /** Fails for a factory without a text. */
    void checkComplete() {
        assertThat(texts.stream().map(Text::factory).distinct()).containsExactlyInAnyOrderElementsOf(factoryNames());
    }

    public List<Text> all() {
        return List.copyOf(texts);
    }

    private static void check(Text text) {
        UpgradeException error = text.error();
        assertThat(error).hasMessage(text.expected());
        assertThat(text.expected())
                .as("one line: code, what, why, fix")
                .startsWith(error.code().id() + " ")
                .matches("UPG-\\d{3} \\S.*: .+\\. Fix: [a-z].*\\.")
                .doesNotContain("  ", "..", ";.", "null")
                .doesNotContainIgnoringCase("failed to ", "please");
        assertThat(List.of(error.what(), error.why(), error.fix()))
                .as("no full stop of its own")
                .noneMatch(part -> part.endsWith("."));
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
    private String factory(UpgradeException error) {
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
