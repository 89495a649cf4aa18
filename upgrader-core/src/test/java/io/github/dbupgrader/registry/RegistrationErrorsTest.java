package io.github.dbupgrader.registry;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.version.SchemaVersion;

public class RegistrationErrorsTest implements PinnedTexts {

    private static final SchemaVersion V110 = SchemaVersion.parse("1.1.0");
    private static final String METHOD = "com.farm.EnergyUpgrades#addTariff";

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(RegistrationErrors.class)
                .text(
                        RegistrationErrors.duplicate("upgrade", V110, METHOD, "com.farm.DairyUpgrades#addQuality"),
                        "UPG-101 Two upgrades are registered for version 1.1.0: com.farm.EnergyUpgrades#addTariff and"
                                + " com.farm.DairyUpgrades#addQuality both claim it. Fix: give one of them another"
                                + " version, or make one method of both.")
                .text(
                        RegistrationErrors.duplicate(
                                "rollback", V110, METHOD, "lambda for 1.1.0 in com.farm.Application"),
                        "UPG-101 Two rollbacks are registered for version 1.1.0: com.farm.EnergyUpgrades#addTariff and"
                                + " lambda for 1.1.0 in com.farm.Application both claim it. Fix: give one of them"
                                + " another version, or make one method of both.")
                .text(
                        RegistrationErrors.malformed(METHOD, "version", malformed("v1.1")),
                        "UPG-102 com.farm.EnergyUpgrades#addTariff has an unusable version: \"v1.1\" is not a version:"
                                + " a version is MAJOR.MINOR.PATCH, three numbers up to 2147483647 without leading"
                                + " zeros, and nothing before, between or after them: no \"v\", no space, no pre-release"
                                + " and no build part. Fix: write it like 1.4.0.")
                .text(
                        RegistrationErrors.zero(METHOD),
                        "UPG-102 com.farm.EnergyUpgrades#addTariff is registered for version 0.0.0: 0.0.0 stands for a"
                                + " database before the first version, so nothing can lead to it. Fix: start at 0.0.1"
                                + " or higher.")
                .text(
                        RegistrationErrors.compatibleAbove(METHOD, SchemaVersion.parse("1.2.0"), V110),
                        "UPG-106 com.farm.EnergyUpgrades#addTariff declares compatibleFrom 1.2.0: that is above its own"
                                + " version 1.1.0, so the application that brings the upgrade could not run afterwards."
                                + " Fix: declare the oldest application version that still runs on the new schema, at"
                                + " most 1.1.0.")
                .text(
                        RegistrationErrors.unusable(
                                METHOD, "it takes (String)", "let it take (UpgradeContext), (Handle) or both"),
                        "UPG-103 com.farm.EnergyUpgrades#addTariff cannot be called as it is: it takes (String). Fix:"
                                + " let it take (UpgradeContext), (Handle) or both.")
                .text(
                        RegistrationErrors.classInsteadOfObject(RegistrationErrorsTest.class),
                        "UPG-103 The class io.github.dbupgrader.registry.RegistrationErrorsTest was registered:"
                                + " upgrades are methods of objects, so that the host decides how they are made. Fix:"
                                + " register an object: register(new RegistrationErrorsTest(…)).")
                .text(
                        RegistrationErrors.noMethods("com.farm.EnergyUpgrades"),
                        "UPG-104 An object of com.farm.EnergyUpgrades was registered: neither its class nor a superclass"
                                + " or interface has a method annotated @RegisterUpgrade, @RegisterRollback, "
                                + "@UpgradeCondition or @RegisterBackfill. Fix: annotate its methods, or do not register it.")
                .text(
                        RegistrationErrors.unusableBackfillName(METHOD, " ", 200),
                        "UPG-106 com.farm.EnergyUpgrades#addTariff registers a backfill under the name \" \": the name"
                                + " is the key under which its progress is recorded, so it must not be blank, be longer"
                                + " than 200 characters or have control characters. Fix: give it a short name that says"
                                + " what it fills.")
                .text(
                        RegistrationErrors.unusableBackfill(
                                METHOD,
                                new UpgradeException(ErrorCode.INVALID_SETTING, "It is odd", "it is", "mend it")),
                        "UPG-106 com.farm.EnergyUpgrades#addTariff defines a backfill that cannot be used: It is odd:"
                                + " it is. Fix: mend it.")
                .text(
                        RegistrationErrors.duplicateBackfill("kwh", METHOD, "registerBackfill(\"kwh\", …)"),
                        "UPG-109 Two backfills are registered under the name \"kwh\":"
                                + " com.farm.EnergyUpgrades#addTariff and registerBackfill(\"kwh\", …) both claim it. Fix:"
                                + " give one of them another name.")
                .text(
                        RegistrationErrors.failedBackfill(METHOD, new IllegalStateException("no table")),
                        "UPG-107 com.farm.EnergyUpgrades#addTariff did not return the definition of its backfill:"
                                + " it threw java.lang.IllegalStateException: no table. Fix: let it build the definition"
                                + " and nothing else; it is called when the upgrader is built.")
                .text(
                        RegistrationErrors.noBackfill(METHOD),
                        "UPG-107 com.farm.EnergyUpgrades#addTariff did not return the definition of its backfill:"
                                + " it returned nothing. Fix: let it build the definition and return it.")
                .text(
                        RegistrationErrors.noProviders("metrics"),
                        "UPG-104 No UpgradeProvider was found for component \"metrics\": java.util.ServiceLoader knows"
                                + " none that names this component. Fix: list the provider in"
                                + " META-INF/services/io.github.dbupgrader.api.UpgradeProvider or in module-info, and"
                                + " check its component().")
                .text(
                        RegistrationErrors.orphan("rollback", METHOD, V110),
                        "UPG-105 The rollback com.farm.EnergyUpgrades#addTariff names version 1.1.0: no upgrade is"
                                + " registered for that version. Fix: correct the version, or register the upgrade that"
                                + " it belongs to.")
                .text(
                        RegistrationErrors.orphan(
                                "condition", "lambda \"no milking is under way\" in com.farm.Application", V110),
                        "UPG-105 The condition lambda \"no milking is under way\" in com.farm.Application names version"
                                + " 1.1.0: no upgrade is registered for that version. Fix: correct the version, or"
                                + " register the upgrade that it belongs to.");
    }

    private static UpgradeException malformed(String text) {
        try {
            throw new AssertionError(SchemaVersion.parse(text) + " is a version");
        } catch (UpgradeException e) {
            return e;
        }
    }
}
