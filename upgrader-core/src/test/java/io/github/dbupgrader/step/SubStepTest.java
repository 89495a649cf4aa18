package io.github.dbupgrader.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.step.SubStep.Kind;
import io.github.dbupgrader.step.SubStep.Precondition;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubStepTest {

    private static final SubStep.Work WORK = handle -> {};

    @DisplayName("upgrades 59: a name under which a sub-step can be recorded")
    @ParameterizedTest
    @ValueSource(strings = {"a", "create index", "Größe der Farm 🐄", " padded ", "it's \"quoted\"; drop table x"})
    void constructor_usableName_isKept(String name) {
        assertThat(subStep(name, Kind.TRANSACTION).name()).isEqualTo(name);
    }

    @Test
    void constructor_longestName_isKept() {
        assertThat(subStep("x".repeat(250), Kind.TRANSACTION).name()).hasSize(250);
    }

    @DisplayName("upgrades 59: a name under which nothing can be recorded is refused")
    @ParameterizedTest
    @MethodSource
    void constructor_unusableName_isRefused(String name) {
        assertThatThrownBy(() -> subStep(name, Kind.TRANSACTION))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DECLARATION))
                .hasMessageContaining("The sub-step name \"");
    }

    static Stream<String> constructor_unusableName_isRefused() {
        return Stream.of("", " ", "\t", "a\nb", "a\rb", "a\tb", "a\u0000b", "a\u007fb", "a\u0085b", "x".repeat(251));
    }

    @ParameterizedTest
    @EnumSource
    void isTransactional_onlyInATransaction(Kind kind) {
        assertThat(subStep("a", kind).isTransactional()).isEqualTo(kind == Kind.TRANSACTION);
    }

    @Test
    void withRevert_changesTheRevertOnly() {
        SubStep subStep = subStep("a", Kind.OUTSIDE_TRANSACTION);
        SubStep.Work undo = handle -> {};

        assertThat(subStep.withRevert(undo))
                .isEqualTo(new SubStep(
                        "a", Kind.OUTSIDE_TRANSACTION, WORK, Optional.of(undo), Optional.of(WORK), "checksum"));
        assertThat(subStep.revert()).as("a copy, not a change").isEmpty();
    }

    @DisplayName(
            "upgrades 61: declaring a sub-step repeatable leaves its checksum, so a recorded one is still recognised")
    @Test
    void asRepeatable_changesTheKindOnly() {
        SubStep subStep = subStep("a", Kind.OUTSIDE_TRANSACTION);

        assertThat(subStep.asRepeatable())
                .isEqualTo(new SubStep("a", Kind.REPEATABLE, WORK, Optional.empty(), Optional.of(WORK), "checksum"));
    }

    @Test
    void copies_keepThePrecondition() {
        Precondition precondition = new Precondition(WORK, WORK);
        SubStep subStep = subStep("a", Kind.BATCHES).withPrecondition(precondition);

        assertThat(subStep("a", Kind.BATCHES).precondition()).isEmpty();
        assertThat(Stream.of(subStep, subStep.withRevert(WORK), subStep.asRepeatable(), subStep.inTransaction()))
                .allSatisfy(copy -> assertThat(copy.precondition()).contains(precondition));
    }

    private static SubStep subStep(String name, Kind kind) {
        return new SubStep(name, kind, WORK, Optional.empty(), Optional.of(WORK), "checksum");
    }
}
