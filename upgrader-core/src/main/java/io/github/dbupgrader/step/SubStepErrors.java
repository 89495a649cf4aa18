package io.github.dbupgrader.step;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;

/** The errors of this package, each text in one place. */
final class SubStepErrors {

    private SubStepErrors() {}

    static UpgradeException unusableName(String name, int longest) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The sub-step name \"" + shortened(name, longest) + "\" cannot be used",
                "a name is the key under which a sub-step is recorded, so it has 1 to " + longest
                        + " characters, not only blanks, and no control character such as a line break",
                "give the sub-step a short name that says what it does");
    }

    private static String shortened(String name, int longest) {
        return name.length() <= longest ? name : name.substring(0, longest) + " …";
    }
}
