package io.github.dbupgrader.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method that returns the definition of a backfill that runs in the background, shared by all instances of the application.
 *
 * <p>The method is an instance method, not private, takes nothing and returns a {@link io.github.dbupgrader.backfill.Backfill}. It is called once, when the upgrader is built, and touches no
 * database. The backfill is worked at by every instance that calls {@code upgrader.backfills().start()}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RegisterBackfill {

    /** {@return its name, unique within the component} */
    String value();

    /** {@return the version that the schema must have reached before the first batch, exactly {@code MAJOR.MINOR.PATCH}} */
    String since();

    /**
     * {@return what tells this definition from an earlier one of the same name that looks alike, because what changed is Java code; empty (default): what
     * {@link io.github.dbupgrader.backfill.Backfill#revision} of the definition says}
     */
    String revision() default "";
}
