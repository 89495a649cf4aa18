package io.github.dbupgrader.testing;

import org.junit.jupiter.api.Test;

/**
 * A test that pins the texts of one {@code …Errors} class, each with arguments as they occur.
 *
 * @param <T> the module's texts
 */
public interface TextsArePinned<T extends FactoryTexts<?, T>> {

    /** {@return the texts, the most telling one of a code first} */
    T texts();

    @Test
    default void texts_areAsPinned() {
        texts().check();
    }

    @Test
    default void factories_haveTexts() {
        texts().checkComplete();
    }
}
