package io.github.dbupgrader.registry;

/** Where an upgrade that is no annotated method was written. A lambda has no name, but its class tells in which class it stands. */
final class LambdaOrigin {

    private static final String LAMBDA = "$$Lambda";

    private LambdaOrigin() {}

    static String of(Object function, String what) {
        String type = function.getClass().getName();
        int lambda = type.indexOf(LAMBDA);
        return lambda < 0 ? type : "lambda " + what + " in " + type.substring(0, lambda);
    }
}
