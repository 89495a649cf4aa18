package io.github.dbupgrader.examples.energy.service;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Where all ingestors together get their readings from, each reading once: as from a queue. Safe for use by several threads. */
final class Feed {

    static final int MILKING_PARLOUR = 4;
    static final int WATER_METER = 5;

    private static final LocalDateTime ENERGY_FROM = LocalDateTime.parse("2018-01-01T00:00");
    private static final LocalDate MILK_FROM = LocalDate.parse("2016-01-01");
    private static final int WAVE = 24;

    private final List<Double> hourlyMeans;
    private final AtomicLong energy = new AtomicLong();
    private final AtomicLong milk = new AtomicLong();
    private final AtomicLong water = new AtomicLong();

    /** Continues readings whose devices, from 1 on, had these means. */
    Feed(List<Double> hourlyMeans) {
        this.hourlyMeans = List.copyOf(hourlyMeans);
    }

    /** The energy of a device in an hour. */
    record Energy(int device, LocalDateTime at, double kwh) {}

    /** The milk of a day. */
    record Milk(LocalDate day, BigDecimal litres, BigDecimal quality) {}

    /** The water of an hour. */
    record Water(LocalDateTime at, BigDecimal liters) {}

    Energy nextEnergy() {
        long number = energy.getAndIncrement();
        int device = (int) (number % hourlyMeans.size());
        double wave = 1 + Math.sin(2 * Math.PI * (number % WAVE) / WAVE) / 4;
        return new Energy(
                device + 1,
                ENERGY_FROM.plusHours(number / hourlyMeans.size()),
                hourlyMeans.get(device) * wave + number);
    }

    Milk nextMilk() {
        long number = milk.getAndIncrement();
        return new Milk(
                MILK_FROM.plusDays(number),
                BigDecimal.valueOf(290_000 + number % 20_000, 2),
                BigDecimal.valueOf(number % 10_000, 2));
    }

    Water nextWater() {
        long number = water.getAndIncrement();
        return new Water(ENERGY_FROM.plusHours(number), BigDecimal.valueOf(50_000 + number, 2));
    }
}
