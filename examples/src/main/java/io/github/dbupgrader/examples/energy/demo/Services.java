package io.github.dbupgrader.examples.energy.demo;

import io.github.dbupgrader.examples.energy.service.Fleet;
import io.github.dbupgrader.examples.energy.service.Instance;
import io.github.dbupgrader.examples.text.Screen;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is deployed, and how it is replaced: the new release starts beside the old one, which stops when both have worked together for a while. */
final class Services {

    /** How many rounds everybody makes while something else is going on. */
    static final int MEANWHILE = 50;

    private final Fleet fleet;
    private final Screen screen;
    private final Deque<Instance> ingestors = new ArrayDeque<>();
    private final Deque<Instance> apis = new ArrayDeque<>();

    Services(Fleet fleet, Screen screen) {
        this.fleet = fleet;
        this.screen = screen;
    }

    void startFirst(String version) {
        ingestors.add(fleet.startIngestor(version));
        apis.add(fleet.startApi(version));
        fleet.awaitRounds(MEANWHILE);
        screen.line(names() + " run, and from here on the database is never left alone");
    }

    void replaceApi(String version, String what) {
        addApi(version, what);
        apis.remove().stop();
    }

    void addApi(String version, String what) {
        apis.add(fleet.startApi(version));
        started(apis, what);
    }

    void stopOldApi() {
        Instance old = apis.remove();
        old.stop();
        screen.line(old.name() + " is stopped at last");
    }

    void replaceIngestor(String version, String what) {
        ingestors.add(fleet.startIngestor(version));
        started(ingestors, what);
        ingestors.remove().stop();
    }

    private void started(Deque<Instance> both, String what) {
        fleet.awaitRounds(MEANWHILE);
        screen.line(both.getLast().name() + " joins " + both.getFirst().name() + ": " + what);
    }

    /** {@return what is deployed now} */
    String names() {
        return Stream.concat(ingestors.stream(), apis.stream())
                .map(Instance::name)
                .collect(Collectors.joining(", "));
    }
}
