package io.github.dbupgrader.metrics.testing;

import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.testing.FactoryTexts;
import java.util.List;

/** The pinned texts of one {@code …Errors} class of this module; some of them are rightly about null. */
public final class ErrorTexts extends FactoryTexts<MetricException, ErrorTexts> {

    private ErrorTexts(Class<?> factories) {
        super(factories, "UPM");
    }

    public static ErrorTexts of(Class<?> factories) {
        return new ErrorTexts(factories);
    }

    @Override
    protected ErrorTexts self() {
        return this;
    }

    @Override
    protected String code(MetricException error) {
        return error.code().id();
    }

    @Override
    protected List<String> parts(MetricException error) {
        return List.of(error.what(), error.why(), error.fix());
    }
}
