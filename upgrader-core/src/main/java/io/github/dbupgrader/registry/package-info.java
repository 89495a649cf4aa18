/** Which upgrades exist: those of annotated methods, of lambdas and of providers, checked. */
@NullMarked
package io.github.dbupgrader.registry;

import org.jspecify.annotations.NullMarked;
