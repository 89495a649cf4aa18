package io.github.dbupgrader;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.util.List;

/** The errors about verifications, each text in one place. */
final class VerificationErrors {

    private static final String FIX = "mend what is wrong and start again; the verification is then made again";

    private VerificationErrors() {}

    static UpgradeException wrongRows(String description, List<String> sample, boolean more) {
        return new UpgradeException(
                ErrorCode.VERIFICATION_FAILED,
                what(description),
                "its query found what must not be there: " + String.join("; ", sample) + (more ? "; and more" : ""),
                FIX);
    }

    static UpgradeException isFalse(String description) {
        return new UpgradeException(ErrorCode.VERIFICATION_FAILED, what(description), "its check returned false", FIX);
    }

    static UpgradeException oneBoolean(String description) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The verification \"" + description + "\" cannot be made",
                "its query returns one boolean, where the rows that are wrong are asked for: none if all is well",
                "select those rows, such as \"select id from reading where kwh < 0\", or use verify(description, handle -> …)");
    }

    private static String what(String description) {
        return "The verification \"" + description + "\" does not hold";
    }
}
