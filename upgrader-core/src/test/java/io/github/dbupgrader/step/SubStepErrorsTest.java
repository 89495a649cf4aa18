package io.github.dbupgrader.step;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;

public class SubStepErrorsTest implements PinnedTexts {

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(SubStepErrors.class)
                .text(
                        SubStepErrors.unusableName("create\nindex", 250),
                        "UPG-107 The sub-step name \"create index\" cannot be used: a name is the key under which a"
                                + " sub-step is recorded, so it has 1 to 250 characters, not only blanks, and no control"
                                + " character such as a line break. Fix: give the sub-step a short name that says what"
                                + " it does.")
                .text(
                        SubStepErrors.unusableName("abc", 3),
                        "UPG-107 The sub-step name \"abc\" cannot be used: a name is the key under which a sub-step is"
                                + " recorded, so it has 1 to 3 characters, not only blanks, and no control character"
                                + " such as a line break. Fix: give the sub-step a short name that says what it does.")
                .text(
                        SubStepErrors.unusableName("abcdef", 3),
                        "UPG-107 The sub-step name \"abc …\" cannot be used: a name is the key under which a sub-step is"
                                + " recorded, so it has 1 to 3 characters, not only blanks, and no control character"
                                + " such as a line break. Fix: give the sub-step a short name that says what it does.");
    }
}
