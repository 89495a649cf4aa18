package io.github.dbupgrader.metrics.testing;

import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs each test where an i has no dot in capitals and the clocks are half an hour off. */
public final class InPlace implements BeforeEachCallback, AfterEachCallback {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(InPlace.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Locale.class, Locale.getDefault());
        context.getStore(NAMESPACE).put(TimeZone.class, TimeZone.getDefault());
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Locale.setDefault(context.getStore(NAMESPACE).remove(Locale.class, Locale.class));
        TimeZone.setDefault(context.getStore(NAMESPACE).remove(TimeZone.class, TimeZone.class));
    }
}
