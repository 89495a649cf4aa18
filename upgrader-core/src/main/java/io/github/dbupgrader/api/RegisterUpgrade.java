package io.github.dbupgrader.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method that brings the schema to a version.
 *
 * <p>The method is an instance method, not private, and returns nothing. A {@link UpgradeMode#TRANSACTIONAL} one takes an {@link UpgradeContext}, a Jdbi
 * {@code Handle}, or both in any order; an {@link UpgradeMode#ONLINE} one takes an {@link UpgradeContext} only. It may throw anything.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RegisterUpgrade {

    /** {@return the application version to which the method brings the schema, exactly {@code MAJOR.MINOR.PATCH} and above 0.0.0} */
    String value();

    /** {@return what it does, for history, plan and log} */
    String description() default "";

    /** {@return the oldest application version that still runs on the schema afterwards; empty (default): this very version} */
    String compatibleFrom() default "";

    /** {@return how it runs; the default is one transaction} */
    UpgradeMode mode() default UpgradeMode.TRANSACTIONAL;

    /**
     * {@return whether it may be rolled back and run again when it cannot get a lock in time or meets a deadlock; the default is true. Set it to false where the
     * method acts outside the database}
     */
    boolean retry() default true;
}
