package io.github.dbupgrader.examples.wildlife.upgrades;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of an airport's name, whatever its capitals, punctuation and abbreviations. */
final class AirportWords {

    private static final Pattern APOSTROPHE = Pattern.compile("'");
    private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");

    /** Abbreviations and what they stand for; a word that says no more than "airport" stands for nothing. */
    private static final Map<String, String> MEANING = Map.ofEntries(
            Map.entry("intl", "international"),
            Map.entry("natl", "national"),
            Map.entry("metro", "metropolitan"),
            Map.entry("afb", "air force base"),
            Map.entry("ft", "fort"),
            Map.entry("st", "saint"),
            Map.entry("wash", "washington"),
            Map.entry("cty", "county"),
            Map.entry("muni", "municipal"),
            Map.entry("arpt", ""),
            Map.entry("airport", ""),
            Map.entry("airfield", ""),
            Map.entry("field", ""));

    private AirportWords() {}

    static Set<String> of(String name) {
        String plain = APOSTROPHE.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
        return words(plain)
                .map(word -> MEANING.getOrDefault(word, word))
                .flatMap(AirportWords::words)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(NO_WORD.split(text)).filter(word -> !word.isEmpty());
    }
}
