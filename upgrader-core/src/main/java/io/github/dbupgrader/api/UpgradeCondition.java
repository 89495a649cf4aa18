package io.github.dbupgrader.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that says whether an upgrade may run: it takes a Jdbi {@code Handle}, returns {@code boolean} and only reads.
 *
 * <p>All conditions of the pending upgrades are asked before the first one runs, and each upgrade's own again inside its transaction. So it must bear a database in
 * which the upgrades before its own have not run yet.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface UpgradeCondition {

    /** {@return the version of the upgrade that it guards} */
    String value();

    /** {@return what must be true, such as "no metric is being edited"} */
    String description();

    /** {@return whether {@code skipConditions()} skips it; the default is false} */
    boolean skippable() default false;
}
