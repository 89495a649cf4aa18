package io.github.dbupgrader.examples.wildlife.upgrades;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An aircraft as the strikes name it, taken apart.
 *
 * @param manufacturer who made it; empty where the name does not say so
 * @param model which one it is; the whole name where the manufacturer is not known
 */
record Aircraft(Optional<String> manufacturer, String model) {

    /**
     * How names look, the more special ones first. The group is the model: "B-" of {@code B-737-300} is short for Boeing, but the {@code B-52} is called so. "C-"
     * is Cessna before the numbers of its models, and "cargo" before those of the Air Force.
     */
    private static final List<Form> FORMS = List.of(
            form("B-(7\\d\\d.*)", "Boeing"),
            form("(B-52.*|[A-Z]*C-13[57].*|C-17[A-Z]?|E-[346].*|T-43.*|TC-18.*)", "Boeing"),
            form("(MD-\\d.*|DC-\\d.*|KC-10.*|C-9|F-15.*)", "McDonnell Douglas"),
            form("(A-3\\d\\d.*)", "Airbus"),
            form("([A-Z]*C-130.*|C-141.*|C-5[A-Z]?|L-1011.*|P-3)", "Lockheed"),
            form("LOCKHEED (.*)", "Lockheed"),
            form("C-([1-6]\\d\\d.*)", "Cessna"),
            form("(CITATION.*)", "Cessna"),
            form("FOKKER (.*)", "Fokker"),
            form("SAAB-(.*)", "Saab"),
            form("CL-(.*)", "Canadair"),
            form("(EMB-.*)", "Embraer"),
            form("BA-(.*)", "British Aerospace"),
            form("(DHC.*)", "de Havilland Canada"),
            form("BE-(.*)", "Beechcraft"),
            form("(ATR-.*)", "ATR"),
            form("DORNIER (.*)", "Dornier"),
            form("LEARJET-(.*)", "Learjet"),
            form("(PA-.*)", "Piper"),
            form("SHORTS (.*)", "Short"),
            form("HAWKER (.*)", "Hawker"),
            form("GULF(?:AERO|STRM|STREAM) (.*)", "Gulfstream"),
            form("DA-(.*)", "Dassault"),
            form("MOONEY[ -](.*)", "Mooney"),
            form("BELL-(.*)", "Bell"));

    static Aircraft parse(String text) {
        String name = text.strip();
        for (Form form : FORMS) {
            Matcher matcher = form.pattern().matcher(name);
            if (matcher.matches()) {
                return new Aircraft(
                        Optional.of(form.manufacturer()), matcher.group(1).strip());
            }
        }
        return new Aircraft(Optional.empty(), name);
    }

    private static Form form(String pattern, String manufacturer) {
        return new Form(Pattern.compile(pattern), manufacturer);
    }

    private record Form(Pattern pattern, String manufacturer) {}
}
