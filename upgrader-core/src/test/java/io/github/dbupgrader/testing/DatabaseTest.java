package io.github.dbupgrader.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class or method whose tests take a {@link TestDatabase} parameter: an empty database of their own, dropped
 * afterwards. A test that leaves a session, a transaction or an advisory lock behind fails. A parameter of a
 * {@code @BeforeAll} method is one database for the class.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("database")
@ExtendWith(PostgresExtension.class)
public @interface DatabaseTest {}
