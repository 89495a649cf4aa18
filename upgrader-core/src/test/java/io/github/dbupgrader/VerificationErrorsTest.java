package io.github.dbupgrader;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import java.util.List;

public class VerificationErrorsTest implements PinnedTexts {

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(VerificationErrors.class)
                .text(
                        VerificationErrors.wrongRows(
                                "each reading has a value", List.of("id = 7, kwh = NULL", "id = 9, kwh = NULL"), true),
                        "UPG-407 The verification \"each reading has a value\" does not hold: its query found what must not be"
                                + " there: id = 7, kwh = NULL; id = 9, kwh = NULL; and more. Fix: mend what is wrong and start again;"
                                + " the verification is then made again.")
                .text(
                        VerificationErrors.wrongRows("each reading has a value", List.of("id = 7"), false),
                        "UPG-407 The verification \"each reading has a value\" does not hold: its query found what must not be"
                                + " there: id = 7. Fix: mend what is wrong and start again; the verification is then made again.")
                .text(
                        VerificationErrors.isFalse("the API answers"),
                        "UPG-407 The verification \"the API answers\" does not hold: its check returned false. Fix: mend what is"
                                + " wrong and start again; the verification is then made again.")
                .text(
                        VerificationErrors.oneBoolean("each reading has a value"),
                        "UPG-107 The verification \"each reading has a value\" cannot be made: its query returns one boolean, where"
                                + " the rows that are wrong are asked for: none if all is well. Fix: select those rows, such as"
                                + " \"select id from reading where kwh < 0\", or use verify(description, handle -> …).");
    }
}
