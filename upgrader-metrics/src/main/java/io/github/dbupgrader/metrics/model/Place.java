package io.github.dbupgrader.metrics.model;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where in a definition a value stands.
 *
 * @param path for people, in the written spelling: {@code chart_config.barAndLineAxis.x}
 * @param source for the text that it was read from, in the spelling found there
 * @param spelling how a number or boolean was written at a source place
 * @param partial whether required fields may be missing, since a whole comes of it only later
 */
record Place(String path, String source, Function<String, Optional<String>> spelling, boolean partial) {

    private static final Pattern PLAIN = Pattern.compile("\\w+");

    static Place ofYaml(YamlDocument document) {
        return new Place("", "", document::spelling, false);
    }

    static Place ofJson() {
        return new Place("", "", place -> Optional.empty(), false);
    }

    static Place in(String path, boolean partial) {
        return new Place(path, "", place -> Optional.empty(), partial);
    }

    Place key(String written, String found) {
        String step = PLAIN.matcher(written).matches() ? written : '"' + written + '"';
        return new Place(
                path.isEmpty() ? step : path + "." + step, YamlDocument.below(source, found), spelling, partial);
    }

    Place index(int index) {
        return new Place(
                path + "[" + index + "]", YamlDocument.below(source, Integer.toString(index)), spelling, partial);
    }

    /** {@return how the number or boolean here was written, where that is known} */
    Optional<String> spelled() {
        return spelling.apply(source);
    }
}
