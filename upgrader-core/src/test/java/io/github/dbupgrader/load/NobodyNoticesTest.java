package io.github.dbupgrader.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.load.NobodyNotices.Effort;
import io.github.dbupgrader.schema.Schema;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nobody notices: not one statement of the applications fails, no write is lost or out of step. By default a few changes for as long as some work takes; in the long leg every one for 10 seconds, or
 * {@code -Dload.seconds=}; {@code -Dload.slice=2/4} and {@code -Dload.change=rename} choose.
 */
@DatabaseTest
class NobodyNoticesTest {

    private static final Effort SHORT = new Effort(2000, 25, Duration.ZERO);

    static Stream<LoadedChange> few() {
        List<String> names = List.of(
                "rename column",
                "change type",
                "rename table",
                "add required column with fill",
                "add foreign key",
                "drop column",
                "replace view");
        List<LoadedChange> few = LoadedChanges.all().stream()
                .filter(c -> names.contains(c.name()))
                .toList();
        assertThat(few).hasSameSizeAs(names);
        return few.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("few")
    @DisplayName("online 25, 26, 41, 43: nobody notices, from before expand to after contract")
    void change_underLoad(LoadedChange change, TestDatabase database) {
        NobodyNotices.run(database, change, SHORT);
    }

    static Stream<LoadedChange> chosen() {
        return LoadedChanges.chosen();
    }

    @Tag("long")
    @ParameterizedTest(name = "{0}")
    @MethodSource("chosen")
    @DisplayName("online 25, 26, 41, 43: nobody notices, whatever the change, and however often it is made and undone")
    void everyChange_underLoad(LoadedChange change, TestDatabase database) {
        NobodyNotices.run(
                database, change, new Effort(20_000, 100, Duration.ofSeconds(Integer.getInteger("load.seconds", 10))));
    }

    @Test
    @DisplayName("every change of the library is among those that run under load and are crashed at every statement")
    void changes_areAllThere() throws IOException {
        Set<String> loaded = new TreeSet<>();
        Schema schema = new Schema(change -> loaded.add(change.getClass().getSimpleName()));
        LoadedChanges.all()
                .forEach(change -> Stream.of(change.expand(), change.back(), change.contract())
                        .flatMap(Optional::stream)
                        .forEach(declaration -> declaration.accept(schema)));

        assertThat(written()).hasSizeGreaterThan(20).isSubsetOf(loaded);
    }

    private static Set<String> written() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src", "main", "java", "io", "github", "dbupgrader", "schema"))) {
            for (Path file : files.toList()) {
                if (Files.readString(file).contains("implements SchemaChange")) {
                    names.add(file.getFileName().toString().replace(".java", ""));
                }
            }
        }
        return names;
    }

    static Stream<LoadedChange> bad() {
        return Stream.of(
                bad("noticed: ERROR: column .*amount.* does not exist", "alter table reading rename amount to kwh"),
                bad("after \\d+ was written", """
                        create function lose() returns trigger language plpgsql as 'begin return old; end';
                        create trigger lose before update on reading for each row execute function lose()"""),
                // the trigger that fills what is null, as one finds it in guides
                bad("rows whose columns are not in step|was written before", """
                        alter table reading add kwh int;
                        create function follow() returns trigger language plpgsql as
                          'begin new.kwh = coalesce(new.kwh, new.amount); new.amount = coalesce(new.amount, new.kwh); return new; end';
                        create trigger follow before insert or update on reading for each row execute function follow();
                        update reading set kwh = amount"""));
    }

    private static LoadedChange bad(String report, String sql) {
        return LoadedChange.unseen(report, s -> s.sql("bad", sql, "select 1"), s -> {})
                .neverUndone()
                .young(Sql.over("kwh"))
                .withDifferences("select count(*) from reading where kwh is distinct from amount");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    @DisplayName("what applications would notice is reported")
    void badChange_isReported(LoadedChange change, TestDatabase database) {
        assertThatThrownBy(() -> NobodyNotices.run(database, change, SHORT))
                .hasMessageMatching("(?s).*(" + change.name() + ").*");
    }
}
