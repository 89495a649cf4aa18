package io.github.dbupgrader.schema;

import io.github.dbupgrader.step.Checksum;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.step.SubStep.Kind;
import io.github.dbupgrader.step.SubStep.Work;
import java.util.Optional;

/** The sub-steps of changes. Their names tell all that makes them what they are, or the rest of it goes into the checksum. */
final class Parts {

    static final Work NOTHING = handle -> {};

    private Parts() {}

    /** One transaction that also holds its record. */
    static SubStep transaction(String name, Work work, Work revert, String... declared) {
        return new SubStep(
                name, Kind.TRANSACTION, work, Optional.of(revert), Optional.empty(), checksum(name, declared));
    }

    /** In autocommit, with the long lock timeout: for what keeps neither readers nor writers out. Not run by a dry run. */
    static SubStep repeatable(String name, Work work, Work revert, String... declared) {
        return new SubStep(
                name, Kind.REPEATABLE, work, Optional.of(revert), Optional.empty(), checksum(name, declared));
    }

    static SubStep rehearsedBy(Work rehearsal, SubStep part) {
        return new SubStep(
                part.name(), part.kind(), part.work(), part.revert(), Optional.of(rehearsal), part.checksum());
    }

    static SubStep withoutRevert(SubStep part) {
        return new SubStep(part.name(), part.kind(), part.work(), Optional.empty(), part.rehearsal(), part.checksum());
    }

    private static String checksum(String name, String... declared) {
        String[] all = new String[declared.length + 1];
        all[0] = name;
        System.arraycopy(declared, 0, all, 1, declared.length);
        return Checksum.of(all);
    }
}
