package io.github.dbupgrader.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbupgrader.testing.FactoryTexts;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The pinned texts of one {@code …Errors} class of this module, or of one exception that words itself. */
public final class ErrorTexts extends FactoryTexts<UpgradeException, ErrorTexts> {

    private ErrorTexts(Class<?> factories) {
        super(factories, "UPG");
    }

    public static ErrorTexts of(Class<?> factories) {
        return new ErrorTexts(factories);
    }

    /** Pins the text of what a call throws. */
    public ErrorTexts thrown(ThrowingCallable call, String expected) {
        return text(catchThrowableOfType(UpgradeException.class, call), expected);
    }

    @Override
    protected ErrorTexts self() {
        return this;
    }

    @Override
    protected String code(UpgradeException error) {
        return error.code().id();
    }

    @Override
    protected List<String> parts(UpgradeException error) {
        return List.of(error.what(), error.why(), error.fix());
    }

    @Override
    protected void check(UpgradeException error, String expected) {
        super.check(error, expected);
        assertThat(expected).as("nothing is missing in it").doesNotContain("null");
    }
}
