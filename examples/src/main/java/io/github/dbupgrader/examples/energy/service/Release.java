package io.github.dbupgrader.examples.energy.service;

import io.github.dbupgrader.version.SchemaVersion;

/**
 * What a release of a service knows of the schema.
 *
 * @param version its version
 */
record Release(SchemaVersion version) {

    private static final SchemaVersion QUALITY = SchemaVersion.parse("1.1.0");
    private static final SchemaVersion WATER = SchemaVersion.parse("1.2.0");
    private static final SchemaVersion MONTHLY = SchemaVersion.parse("1.3.0");
    private static final SchemaVersion KWH = SchemaVersion.parse("1.4.0");

    static Release of(String version) {
        return new Release(SchemaVersion.parse(version));
    }

    boolean knowsQuality() {
        return !version.isBefore(QUALITY);
    }

    boolean knowsWater() {
        return !version.isBefore(WATER);
    }

    boolean knowsMonthlyEnergy() {
        return !version.isBefore(MONTHLY);
    }

    /** {@return the name under which it knows the energy} */
    String energy() {
        return version.isBefore(KWH) ? "energy_kwh" : "kwh";
    }
}
