package io.github.dbupgrader;

import io.github.dbupgrader.StepErrors.Doing;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.StatementLog;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;

public class StepErrorsTest implements PinnedTexts {

    static final RegisteredMethod ADD_TARIFF =
            method(UpgradeMode.TRANSACTIONAL, "com.farm.EnergyUpgrades#addTariff", Optional.of(StepErrorsTest.class));
    static final RegisteredMethod LAMBDA =
            method(UpgradeMode.TRANSACTIONAL, "lambda for 1.3.0 in com.farm.Application", Optional.empty());
    static final RegisteredMethod ONLINE =
            method(UpgradeMode.ONLINE, "com.farm.EnergyUpgrades#indexTariff", Optional.of(StepErrorsTest.class));

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(StepErrors.class)
                .text(
                        StepErrors.unregisteredBackfill("kwh", Set.of("depths")),
                        "UPG-806 The backfill \"kwh\" is not registered: an upgrade names it, and registered are"
                                + " [depths]. Fix: register it: @RegisterBackfill, or registerBackfill(…).")
                .text(
                        StepErrors.exception(
                                StepErrors.failure(
                                        Doing.UPGRADE,
                                        ADD_TARIFF,
                                        Optional.empty(),
                                        new IllegalStateException("no tariff is known"),
                                        new StatementLog(true)),
                                List.of()),
                        "UPG-401 Upgrade 1.3.0 (com.farm.EnergyUpgrades#addTariff) failed: it threw"
                                + " java.lang.IllegalStateException (no tariff is known). Fix: mend the method or the"
                                + " data and start again; nothing of it was kept, and the next start goes on with"
                                + " 1.3.0.")
                .text(
                        StepErrors.exception(
                                StepErrors.failure(
                                        Doing.ROLLBACK,
                                        ADD_TARIFF,
                                        Optional.empty(),
                                        new IllegalStateException("a tariff is in use"),
                                        new StatementLog(true)),
                                List.of()),
                        "UPG-603 Rollback 1.3.0 (com.farm.EnergyUpgrades#addTariff) failed: it threw"
                                + " java.lang.IllegalStateException (a tariff is in use). Fix: mend the method or the"
                                + " data and call rollback with the same target again; what was undone before stays"
                                + " undone.")
                .text(
                        StepErrors.needsOnlineMode("step(\"copy readings\", …)", ADD_TARIFF),
                        "UPG-108 step(\"copy readings\", …) was called in the transactional upgrade 1.3.0"
                                + " (com.farm.EnergyUpgrades#addTariff): it needs transactions of its own, and a"
                                + " transactional upgrade is one transaction. Fix: set mode = ONLINE in the annotation"
                                + " of com.farm.EnergyUpgrades#addTariff, take an UpgradeContext only, and move the"
                                + " rest of the method into step(name, handle -> …).")
                .text(
                        StepErrors.needsOnlineMode("stepOutsideTransaction(\"vacuum\", …)", LAMBDA),
                        "UPG-108 stepOutsideTransaction(\"vacuum\", …) was called in the transactional upgrade 1.3.0"
                                + " (lambda for 1.3.0 in com.farm.Application): it needs transactions of its own, and a"
                                + " transactional upgrade is one transaction. Fix: register it with"
                                + " UpgradeMode.ONLINE, take an UpgradeContext only, and move the rest of the method"
                                + " into step(name, handle -> …).")
                .text(
                        StepErrors.handleOfOnlineUpgrade(ONLINE),
                        "UPG-107 handle() was called in the ONLINE upgrade 1.3.0"
                                + " (com.farm.EnergyUpgrades#indexTariff): an ONLINE upgrade declares sub-steps and"
                                + " touches no database itself. Fix: use the handle that a sub-step gets: step(name,"
                                + " handle -> …).")
                .text(
                        StepErrors.contextClosed(ONLINE.version()),
                        "UPG-405 The UpgradeContext of 1.3.0 was used outside its method: it is valid until the method"
                                + " returns, and only on the thread that called the method. Fix: use it inside the"
                                + " method, and the handle that a sub-step gets inside the sub-step.")
                .text(
                        StepErrors.noSubSteps(ONLINE),
                        "UPG-107 The ONLINE method com.farm.EnergyUpgrades#indexTariff declared no sub-steps: an ONLINE"
                                + " method does nothing itself, so without sub-steps nothing would happen. Fix:"
                                + " declare at least one with step, stepOutsideTransaction, script or schema(), or make"
                                + " it transactional.")
                .text(
                        StepErrors.duplicateSubStep(ONLINE, "copy readings"),
                        "UPG-107 The ONLINE method com.farm.EnergyUpgrades#indexTariff declared two sub-steps named"
                                + " \"copy readings\": the name is the key under which a sub-step is recorded. Fix:"
                                + " give each sub-step a name of its own.")
                .text(
                        StepErrors.bothHalves(ONLINE, "contract: rename energy.energy_kwh to kwh"),
                        "UPG-107 The ONLINE method com.farm.EnergyUpgrades#indexTariff declared expand and contract of one"
                                + " change: contract: rename energy.energy_kwh to kwh: between the two, each service must"
                                + " have been deployed in a version that needs no more of the old form. Fix: move"
                                + " contract() into the upgrade of a later version.")
                .text(
                        StepErrors.declarationChanged(ONLINE, "copy readings", "is missing"),
                        "UPG-501 The recorded sub-step \"copy readings\" of 1.3.0 is missing in"
                                + " com.farm.EnergyUpgrades#indexTariff: it has run already as it was declared then, and"
                                + " running the new declaration behind it could do things twice or not at all. Fix:"
                                + " restore the declaration as it was and put what is new behind it, or revert the"
                                + " unfinished upgrade with rollback().")
                .text(
                        StepErrors.interruptedSubStep(ONLINE, "copy readings"),
                        "UPG-502 The sub-step \"copy readings\" of 1.3.0 was interrupted: it runs outside a transaction"
                                + " and is not declared repeatable, so only a person can know how far it came. Fix:"
                                + " look at the database, then call markSubStep(\"1.3.0\", \"copy readings\","
                                + " SubStepMark.DONE) or NOT_DONE; a sub-step that may simply run again is declared"
                                + " .repeatable().")
                .text(
                        StepErrors.missingRevert(ONLINE, "copy readings"),
                        "UPG-601 The unfinished upgrade 1.3.0 cannot be undone: its sub-step \"copy readings\" has run"
                                + " and has no revert, and nothing is undone unless all of it can be. Fix: add"
                                + " .revert(…) to the sub-step, or finish the upgrade with upgrade().")
                .text(
                        StepErrors.transactionLeftOpen("copy readings"),
                        "UPG-406 The sub-step \"copy readings\" left a transaction open: it switched autocommit off and"
                                + " did not commit; what was open has been rolled back. Fix: commit inside the sub-step"
                                + " and switch autocommit on again, or declare it with step(name, handle -> …).")
                .text(
                        StepErrors.dryRunLeftTransaction(ONLINE.version()),
                        "UPG-403 The upgrade 1.3.0 ended the transaction of the dry run: another transaction is open now"
                                + " than the one in which the dry run began, so part of its work may be committed. Fix:"
                                + " remove COMMIT, ROLLBACK and transaction control from the upgrade, and look at what"
                                + " it left behind.");
    }

    private static RegisteredMethod method(UpgradeMode mode, String origin, Optional<Class<?>> owner) {
        SchemaVersion version = SchemaVersion.parse("1.3.0");
        return new RegisteredMethod(version, mode, "", version, true, origin, owner, (upgrade, handle) -> {});
    }
}
