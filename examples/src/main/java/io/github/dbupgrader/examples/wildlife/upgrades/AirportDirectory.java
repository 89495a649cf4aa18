package io.github.dbupgrader.examples.wildlife.upgrades;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds airports by names that are written differently.
 *
 * <p>Only airports of the same state are compared. Three rules are asked in turn, and the first one that fits any airport decides. If it fits more than one, the
 * name stays unlinked: a guess would be worse than a gap.
 *
 * <ol>
 *   <li>Both have the same words: {@code DALLAS/FORT WORTH INTL ARPT} is {@code Dallas-Fort Worth International}.
 *   <li>The airport, with its city and state, has all words of the name: {@code HOUSTON-HOBBY} is {@code William P Hobby} in Houston.
 *   <li>The name has all words of the airport, "international" apart: {@code NEWARK LIBERTY INTL ARPT} is {@code Newark Intl}.
 * </ol>
 */
final class AirportDirectory {

    private static final Set<String> INTERNATIONAL = AirportWords.of("international");

    private final Map<String, List<Entry>> byState;

    AirportDirectory(List<Airport> airports) {
        byState = airports.stream()
                .map(Entry::of)
                .collect(Collectors.groupingBy(e -> e.airport().state()));
    }

    /** Finds the one airport that a name means; empty where none fits or more than one. */
    Optional<Airport> find(String name, String stateName) {
        Set<String> words = AirportWords.of(name);
        List<Entry> candidates = UsState.codesAround(stateName).stream()
                .flatMap(code -> byState.getOrDefault(code, List.of()).stream())
                .toList();
        List<Predicate<Entry>> rules = List.of(
                entry -> entry.name().equals(words),
                entry -> entry.nameAndPlace().containsAll(words),
                entry -> !entry.ownName().isEmpty() && words.containsAll(entry.ownName()));
        for (Predicate<Entry> rule : rules) {
            List<Entry> fitting = candidates.stream().filter(rule).toList();
            if (!fitting.isEmpty()) {
                return fitting.size() == 1 ? Optional.of(fitting.get(0).airport()) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** An airport with its words taken apart once. */
    private record Entry(Airport airport, Set<String> name, Set<String> nameAndPlace, Set<String> ownName) {

        static Entry of(Airport airport) {
            Set<String> name = AirportWords.of(airport.name());
            Set<String> nameAndPlace = new HashSet<>(name);
            nameAndPlace.addAll(AirportWords.of(airport.city()));
            nameAndPlace.addAll(AirportWords.of(airport.state()));
            Set<String> ownName = new HashSet<>(name);
            ownName.removeAll(INTERNATIONAL);
            return new Entry(airport, name, nameAndPlace, ownName);
        }
    }
}
