package io.github.dbupgrader.examples.wildlife.upgrades;

/**
 * An airport.
 *
 * @param iata its code
 * @param name its name
 * @param city the city that it serves
 * @param state the two letters of its state
 */
record Airport(String iata, String name, String city, String state) {}
