package io.github.dbupgrader.metrics.testing;

import org.junit.jupiter.api.Test;

/** A test that pins the texts of one {@code …Errors} class, each with arguments as they occur. */
public interface PinnedTexts {

    /** {@return the texts} */
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
