package io.github.dbupgrader.error;

import org.junit.jupiter.api.Test;

/**
 * A test that pins the texts of one {@code …Errors} class, each with arguments as they occur.
 *
 * <p>Public, as are the tests that implement it, because the page about errors takes its examples from here.
 */
public interface PinnedTexts {

    /** {@return the texts, the most telling one of a code first} */
    ErrorTexts texts();

    @Test
    default void texts_areAsPinned() {
        texts().check();
    }

    @Test
    default void factories_haveTexts() {
        texts().checkComplete();
    }
}
