package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import io.github.dbupgrader.schema.TransitionErrors.Refusal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

public class TransitionErrorsTest implements PinnedTexts {

    private static final String RENAME = "rename energy.energy_kwh to kwh";

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(TransitionErrors.class)
                .text(
                        TransitionErrors.refused(RENAME, Refusal.TAKEN),
                        "UPG-705 Cannot rename energy.energy_kwh to kwh: the table already has a column of the new name."
                                + " Fix: choose another name, or drop that column in an earlier upgrade.")
                .text(
                        TransitionErrors.laterTrigger(RENAME, "zzzzz_audit"),
                        "UPG-705 Cannot rename energy.energy_kwh to kwh: the table's BEFORE trigger zzzzz_audit fires after the one"
                                + " that keeps both columns in step, so that what it changes would not be carried over."
                                + " Fix: rename that trigger to a name that sorts before zzzz_upgrader.")
                .text(
                        TransitionErrors.notFitting(
                                "change type of meter.name to bigint", "ERROR: function lower(bigint) does not exist"),
                        "UPG-705 Cannot change type of meter.name to bigint: an index, check or foreign key of the column does not"
                                + " fit the new type: ERROR: function lower(bigint) does not exist. Fix: drop it before, and add"
                                + " one that fits after the change.")
                .text(
                        TransitionErrors.otherTransition(RENAME, "energy_kwh"),
                        "UPG-705 Cannot rename energy.energy_kwh to kwh: the column energy_kwh is part of another rename or change of"
                                + " type that is not finished. Fix: contract or revert that one first.")
                .text(
                        TransitionErrors.sameName("rename energy.kwh to kwh"),
                        "UPG-107 Cannot rename energy.kwh to kwh: the old and the new column have the same name."
                                + " Fix: give the new column another name.")
                .text(
                        TransitionErrors.noPlaceholder("change type of energy.wh to bigint", "wh::bigint"),
                        "UPG-107 Cannot change type of energy.wh to bigint: the conversion \"wh::bigint\" does not say where the value"
                                + " stands. Fix: write {value} where the value is to be.")
                .text(
                        TransitionErrors.notExpanded(RENAME),
                        "UPG-705 Cannot contract: rename energy.energy_kwh to kwh: it was never expanded here, or was reverted."
                                + " Fix: declare expand() in an earlier version.")
                .text(
                        TransitionErrors.wrongState(RENAME, "EXPANDED"),
                        "UPG-705 Cannot contract: rename energy.energy_kwh to kwh: its state is EXPANDED and contract needs SYNCED."
                                + " Fix: finish the upgrade that expands it first.")
                .text(
                        TransitionErrors.contracted(RENAME),
                        "UPG-705 Cannot revert: rename energy.energy_kwh to kwh: it is contracted, and the old column is gone."
                                + " Fix: make the opposite change in a new upgrade.")
                .text(
                        TransitionErrors.differences(
                                RENAME, "\"public\".\"energy\"", "a <> b", List.of("id = 7", "id = 9")),
                        "UPG-705 The columns are not in step: rename energy.energy_kwh to kwh: some rows were written past the trigger,"
                                + " such as by replication or with session_replication_role = replica: id = 7; id = 9."
                                + " Fix: look at them with: select * from \"public\".\"energy\" where a <> b;"
                                + " write the right value to one of their columns, and start again.")
                .text(
                        TransitionErrors.dependents(RENAME, List.of("view v_energy", "policy own on table energy")),
                        "UPG-705 Cannot contract: rename energy.energy_kwh to kwh: the old column is still used by view v_energy, policy"
                                + " own on table energy. Fix: make them use the new column or drop them, in this upgrade before"
                                + " contract() or in an earlier one.")
                .text(
                        TransitionErrors.functions(RENAME, List.of("total(integer)")),
                        "UPG-705 Cannot contract: rename energy.energy_kwh to kwh: the old column is named in the body of total(integer)."
                                + " Fix: change them; if they mean something else of that name, say so with ignoringFunction(\"name\").")
                .text(
                        TransitionErrors.sessions(RENAME, List.of("energy-api/1.2.0")),
                        "UPG-705 Cannot contract: rename energy.energy_kwh to kwh: sessions that may still use the old column are"
                                + " connected: energy-api/1.2.0. Fix: deploy the newer version of these services everywhere, close such"
                                + " sessions, and start again.")
                .text(
                        TransitionErrors.missingCopies(
                                RENAME, List.of("energy_idx (copy energy_idx_copy_0123456789ab)")),
                        "UPG-705 Cannot contract: rename energy.energy_kwh to kwh: the new column lacks what the old one has: energy_idx"
                                + " (copy energy_idx_copy_0123456789ab). Fix: it was added after expand, or its copy is invalid or was"
                                + " dropped: drop it, or make the copy under the name given.");
    }

    @Test
    void refusals_eachSayWhyAndHowToGoOn() {
        List<String> texts = Arrays.stream(Refusal.values())
                .map(r -> TransitionErrors.refused(RENAME, r).getMessage())
                .toList();

        assertThat(texts)
                .doesNotHaveDuplicates()
                .allMatch(t -> t.matches("UPG-705 Cannot " + RENAME + ": .+\\. Fix: .+\\."));
    }
}
