package io.github.dbupgrader.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method that undoes the upgrade of the same version. The rules for its parameters are those of {@link RegisterUpgrade}. It runs only when
 * {@code rollback} is called.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RegisterRollback {

    /** {@return the version of the upgrade that it undoes} */
    String value();

    /** {@return what it does, for history and log; the default is the description of its upgrade} */
    String description() default "";

    /** {@return how it runs; the default is one transaction} */
    UpgradeMode mode() default UpgradeMode.TRANSACTIONAL;

    /** {@return whether it may be rolled back and run again when it cannot get a lock in time or meets a deadlock; the default is true} */
    boolean retry() default true;
}
