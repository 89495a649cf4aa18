package io.github.dbupgrader.examples.energy.service;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What the ingestors wrote, outside the database, so that the database can be held to it. A value is announced before it is sent and confirmed when the server has
 * committed it: whoever reads afterwards must find it, or one that was announced later. Safe for use by several threads. Call only.
 */
public final class Journal {

    private final Map<Cell, Entry> entries = new HashMap<>();
    private final Map<Column, List<Cell>> confirmed = new HashMap<>();

    /** Makes an empty one. */
    public Journal() {}

    /** What is written. */
    public enum Column {
        /** {@code fact_energy_hourly.energy_kwh}, later {@code kwh}. */
        ENERGY("readings of energy"),
        /** {@code dairy_production.milk_litres}. */
        MILK("days of milk"),
        /** {@code dairy_production.quality_score}. */
        QUALITY("quality scores"),
        /** {@code water_consumption.liters}. */
        WATER("readings of water");

        private final String text;

        Column(String text) {
            this.text = text;
        }

        /** {@return what it holds, in words} */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Where a value is.
     *
     * @param column in which column
     * @param device of which device
     * @param at of which time
     */
    public record Cell(Column column, int device, LocalDateTime at) {}

    private static final class Entry {
        final List<Object> announced = new ArrayList<>();
        int confirmed = -1;
    }

    /** Sends a value to the database. */
    @FunctionalInterface
    interface Write {
        void run() throws SQLException;
    }

    /** Each key is written by one thread at a time. */
    void write(Cell key, Object value, Write write) throws SQLException {
        announce(key, value);
        write.run();
        confirm(key);
    }

    private synchronized void announce(Cell key, Object value) {
        entries.computeIfAbsent(key, k -> new Entry()).announced.add(value);
    }

    private synchronized void confirm(Cell key) {
        Entry entry = entry(key);
        if (entry.confirmed < 0) {
            confirmed.computeIfAbsent(key.column(), c -> new ArrayList<>()).add(key);
        }
        entry.confirmed = entry.announced.size() - 1;
    }

    /** {@return somewhere where there must be a value by now} */
    synchronized Optional<Cell> any(Column column, RandomGenerator random) {
        List<Cell> keys = confirmed.getOrDefault(column, List.of());
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(random.nextInt(keys.size())));
    }

    /** {@return the number of the value that is committed} */
    synchronized int position(Cell key) {
        return entry(key).confirmed;
    }

    /** {@return whether a value is the one that was committed at a position, or a later one} */
    synchronized boolean isRightSince(Cell key, int position, Object found) {
        List<Object> announced = entry(key).announced;
        return announced.subList(position, announced.size()).contains(found);
    }

    /**
     * {@return what must be in a column when all ingestors have stopped}
     *
     * @param column the column
     */
    public synchronized Map<Cell, Object> committed(Column column) {
        return confirmed.getOrDefault(column, List.of()).stream()
                .collect(
                        Collectors.toMap(key -> key, key -> entry(key).announced.get(entry(key).confirmed)));
    }

    private Entry entry(Cell key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException("never written: " + key);
        }
        return entry;
    }
}
