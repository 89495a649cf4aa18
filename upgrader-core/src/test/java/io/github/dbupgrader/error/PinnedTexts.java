package io.github.dbupgrader.error;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A test that pins the texts of one {@code …Errors} class, each with arguments as they occur.
 *
 * <p>Public, as are the tests that implement it, because the page about errors takes its examples from here.
 */
public interface PinnedTexts {

    /** {@return the texts, the most telling one of a code first} */
    ErrorTexts texts();

    @TestFactory
    default Stream<DynamicTest> texts_areAsPinned() {
        return texts().tests();
    }
}
