package io.github.dbupgrader.metrics.testing;

import io.github.dbupgrader.testing.TextsArePinned;

/** A test that pins the texts of one {@code …Errors} class of this module. */
public interface PinnedTexts extends TextsArePinned<ErrorTexts> {}
