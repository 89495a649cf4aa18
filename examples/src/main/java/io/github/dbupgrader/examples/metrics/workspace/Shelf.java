package io.github.dbupgrader.examples.metrics.workspace;

import io.github.dbupgrader.examples.metrics.workspace.StoredQuestion.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All metrics of a workspace. */
final class Shelf {

    private static final List<Generation> ALL = List.of(Generation.values());
    private static final List<Generation> WITH_DATASETS =
            ALL.stream().filter(Generation::namesDatasets).toList();

    private Shelf() {}

    /**
     * {@return the chosen questions, every so many of the generated ones, and the broken ones}
     *
     * @param stride 1 for all
     */
    static List<StoredQuestion> fill(int stride) {
        List<Question> generated =
                Stream.concat(WildlifeQuestions.all(), WeatherQuestions.all()).toList();
        List<StoredQuestion> shelf = new ArrayList<>();
        ChosenQuestions.all().forEach(question -> shelf.add(stored(question, shelf.size(), Kind.CHOSEN)));
        for (int i = 0; i < generated.size(); i += stride) {
            shelf.add(stored(generated.get(i), shelf.size(), Kind.GENERATED));
        }
        shelf.addAll(BrokenMetrics.all());
        return List.copyOf(shelf);
    }

    /** What names no data set runs where the backfill is told, which is one place for all; and nobody can ask for its data. */
    private static StoredQuestion stored(Question question, int number, Kind kind) {
        List<Generation> possible =
                question.dataset() == Dataset.WILDLIFE && kind == Kind.GENERATED ? ALL : WITH_DATASETS;
        return StoredQuestion.of(question, possible.get(number % possible.size()), number, kind);
    }
}
