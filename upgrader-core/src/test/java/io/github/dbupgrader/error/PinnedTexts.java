package io.github.dbupgrader.error;

import io.github.dbupgrader.testing.TextsArePinned;

/**
 * A test that pins the texts of one {@code …Errors} class of this module.
 *
 * <p>Public, as are the tests that implement it, because the page about errors takes its examples from here.
 */
public interface PinnedTexts extends TextsArePinned<ErrorTexts> {}
