package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.step.Checksum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a rename or a change of type was declared to be, before anything is known of the database. */
record TransitionSpec(
        TableName table,
        Identifier oldColumn,
        Identifier newColumn,
        Optional<NewType> newType,
        boolean keepsName,
        ConflictPolicy policy,
        Gates gates) {

    private static final int LONGEST_LABEL = 150;

    /**
     * The new type, and how values get there and back where a cast is not right.
     *
     * @param sql the type as the user wrote it
     * @param up makes a new value of {@code {value}}, an old one
     * @param down the other way
     */
    record NewType(String sql, Optional<String> up, Optional<String> down) {}

    /** What contract waits for, beyond what it always waits for. */
    record Gates(List<Service> services, boolean refusesUnknown, Duration looking, List<String> ignoredFunctions) {

        static final Gates DEFAULT = new Gates(List.of(), false, Duration.ofSeconds(5), List.of());

        Gates and(Service service) {
            List<Service> more = new ArrayList<>(services);
            more.add(service);
            return new Gates(List.copyOf(more), refusesUnknown, looking, ignoredFunctions);
        }

        Gates refusingUnknown() {
            return new Gates(services, true, looking, ignoredFunctions);
        }

        Gates lookingFor(Duration time) {
            return new Gates(services, refusesUnknown, time, ignoredFunctions);
        }

        Gates ignoring(String function) {
            List<String> more = new ArrayList<>(ignoredFunctions);
            more.add(function);
            return new Gates(services, refusesUnknown, looking, List.copyOf(more));
        }
    }

    TransitionSpec with(ConflictPolicy other) {
        return new TransitionSpec(table, oldColumn, newColumn, newType, keepsName, other, gates);
    }

    TransitionSpec with(Gates other) {
        return new TransitionSpec(table, oldColumn, newColumn, newType, keepsName, policy, other);
    }

    String kind() {
        return newType.isPresent() ? "TYPE" : "RENAME";
    }

    /** What a person calls it; also the name of its backfill. Names of 63 bytes each would be too long for a record. */
    String label() {
        String what = newType.map(t -> "change type of " + table + "." + oldColumn + " to " + t.sql())
                        .orElse("rename " + table + "." + oldColumn + " to " + newColumn)
                + (newType.isPresent() && !keepsName ? " as " + newColumn : "");
        String line = what.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_LABEL
                ? line
                : line.substring(0, LONGEST_LABEL) + "… " + checksum().substring(0, 8);
    }

    ChangeHalf half(boolean isContract) {
        return new ChangeHalf(
                table.schema().map(Identifier::text),
                List.of(table.name().text(), oldColumn.text(), newColumn.text()),
                isContract);
    }

    String checksum() {
        return Checksum.of(
                table.quoted(),
                oldColumn.text(),
                newColumn.text(),
                newType.map(NewType::sql).orElse(""),
                newType.flatMap(NewType::up).orElse(""),
                newType.flatMap(NewType::down).orElse(""),
                String.valueOf(keepsName),
                policy.name());
    }

    /** Found as the table is found, so that the backfill can name it before anybody has looked at the database. */
    String quotedUpFunction() {
        return table.schema().map(s -> s.quoted() + ".").orElse("")
                + upFunction().quoted();
    }

    /** The same whatever else is declared, so that contract and revert find it. */
    Identifier upFunction() {
        return new Identifier("upgrader_up_"
                + Checksum.of(table.quoted(), oldColumn.text(), newColumn.text())
                        .substring(0, 12));
    }
}
