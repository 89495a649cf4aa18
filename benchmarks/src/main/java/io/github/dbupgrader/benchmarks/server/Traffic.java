package io.github.dbupgrader.benchmarks.server;

/**
 * What went over the wire from client to server.
 *
 * @param statements executed statements, {@code begin} and {@code commit} included
 * @param roundTrips messages after which the client waits for an answer
 */
public record Traffic(long statements, long roundTrips) {}
