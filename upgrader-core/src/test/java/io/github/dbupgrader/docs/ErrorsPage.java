package io.github.dbupgrader.docs;

import io.github.dbupgrader.LockTimeoutExceptionTest;
import io.github.dbupgrader.StepErrorsTest;
import io.github.dbupgrader.UpgraderErrorsTest;
import io.github.dbupgrader.VerificationErrorsTest;
import io.github.dbupgrader.backfill.BackfillErrorsTest;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.PinnedTexts;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.history.HistoryErrorsTest;
import io.github.dbupgrader.plan.PlanErrorsTest;
import io.github.dbupgrader.registry.RegistrationErrorsTest;
import io.github.dbupgrader.schema.ConstraintErrorsTest;
import io.github.dbupgrader.schema.SchemaErrorsTest;
import io.github.dbupgrader.sql.SqlErrorsTest;
import io.github.dbupgrader.testing.FactoryTexts.Text;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes the page about errors out of the codes, with the pinned texts as examples. */
final class ErrorsPage {

    private static final String HEAD = """
            # Errors

            Everything that the library throws on purpose is an `UpgradeException`. Its message is one line: `UPG-301 What happened: why. Fix: what to do.`
            The parts are also there one by one: `code()`, `what()`, `why()` and `fix()`. Numbers are stable: a code may be added, none is renumbered.

            This page is made from `ErrorCode` by `ErrorsPageTest`, and the examples are the texts that the tests pin. `-Ddocs.update=true` writes it anew.
            """;

    private static final Map<Character, String> GROUPS = Map.of(
            '1', "Registration and settings",
            '2', "Versions and the recorded state",
            '3', "Lock and concurrency",
            '4', "Steps and their failure",
            '5', "Sub-steps of ONLINE upgrades",
            '6', "Rollback",
            '7', "Scripts and schema changes",
            '8', "Backfills",
            '9', "The database itself");

    /** Where several texts have one code, the first one found here is the example. */
    private static final List<PinnedTexts> SOURCES = List.of(
            new RegistrationErrorsTest(),
            new LockTimeoutExceptionTest(),
            new PlanErrorsTest(),
            new UpgraderErrorsTest(),
            new HistoryErrorsTest(),
            new StepErrorsTest(),
            new VerificationErrorsTest(),
            new SchemaErrorsTest(),
            new ConstraintErrorsTest(),
            new BackfillErrorsTest(),
            new SqlErrorsTest());

    private ErrorsPage() {}

    static String text() {
        Map<ErrorCode, String> examples = examples();
        StringBuilder page = new StringBuilder(HEAD);
        char group = ' ';
        for (ErrorCode code : ErrorCode.values()) {
            char hundreds = code.id().charAt("UPG-".length());
            if (hundreds != group) {
                group = hundreds;
                page.append("\n## ").append(title(group)).append('\n');
            }
            page.append(section(code, examples));
        }
        return page.toString();
    }

    private static String title(char group) {
        String title = GROUPS.get(group);
        if (title == null) {
            throw new IllegalStateException("write in ErrorsPage what the codes UPG-" + group + "xx are about");
        }
        return title;
    }

    private static String section(ErrorCode code, Map<ErrorCode, String> examples) {
        String example = examples.get(code);
        if (example == null) {
            throw new IllegalStateException("no test pins a text of " + code);
        }
        ErrorProse prose = ErrorProse.of(code);
        return """

                ### %s %s

                %s

                * **When:** %s
                * **What to do:** %s

                ```text
                %s
                ```
                """.formatted(code.id(), code, code.meaning(), prose.when(), prose.fix(), example);
    }

    private static Map<ErrorCode, String> examples() {
        Map<ErrorCode, String> examples = new EnumMap<>(ErrorCode.class);
        for (Text<UpgradeException> text :
                SOURCES.stream().flatMap(ErrorsPage::texts).toList()) {
            examples.putIfAbsent(text.error().code(), text.expected());
        }
        return examples;
    }

    private static Stream<Text<UpgradeException>> texts(PinnedTexts source) {
        return source.texts().all().stream();
    }
}
