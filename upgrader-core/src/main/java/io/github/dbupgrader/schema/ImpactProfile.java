package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.Impact.Complexity;
import io.github.dbupgrader.schema.Impact.Downtime;
import io.github.dbupgrader.schema.Impact.Lock;
import io.github.dbupgrader.schema.Impact.LockMode;
import io.github.dbupgrader.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a change says of itself before anybody has looked at a database: the part of its {@link Impact} that is always the same.
 *
 * <p>Immutable: each method returns a copy. For the library's own use.
 */
public final class ImpactProfile {

    /** For columns and tables that come: readers bear what is not there yet, writers fill it. */
    static final List<String> UPGRADE_READERS_WRITERS =
            List.of("this upgrade", "services that read", "services that write");

    /** For rules that what is written must keep to. */
    static final List<String> WRITERS_UPGRADE = List.of("services that write", "this upgrade");

    /** For a column that old writers can leave out only as long as a default fills it. */
    static final List<String> WRITERS_OR_DEFAULT = List.of(
            "services that write, if the column has no default",
            "this upgrade",
            "services that read",
            "the other services that write");

    /** For what may look different from then on. */
    static final List<String> READERS_UPGRADE_WRITERS =
            List.of("services that read", "this upgrade", "services that write");

    /** For what goes. */
    static final List<String> SERVICES_UPGRADE =
            List.of("all services that use it", "this upgrade, of a later version");

    /** For what no service sees. */
    static final List<String> ANY_TIME = List.of("this upgrade, at any time");

    /** Of a change of a column. */
    static final String LINKED = "every table that a foreign key links with the column";

    private static final String MOMENT = "for a moment";

    /** Services and how they are to be deployed. */
    private record Services(String writers, String readers, String dashboards, List<String> order) {}

    /** What it is about, for looking it up in the database. */
    record Subject(TableName name, Optional<Identifier> column, boolean isType) {}

    private final Complexity complexity;
    private final Downtime downtime;
    private final String avoidance;
    private final List<Lock> locks;
    private final Services services;
    private final String rollback;
    private final Optional<Subject> subject;

    private ImpactProfile(
            Complexity complexity,
            Downtime downtime,
            String avoidance,
            List<Lock> locks,
            Services services,
            String rollback,
            Optional<Subject> subject) {
        this.complexity = complexity;
        this.downtime = downtime;
        this.avoidance = avoidance;
        this.locks = List.copyOf(locks);
        this.services = services;
        this.rollback = rollback;
        this.subject = subject;
    }

    /** One deployment; the application need not stop, because of what is said. */
    static ImpactProfile low(String avoidance) {
        return of(Complexity.LOW, Downtime.NONE, avoidance);
    }

    /** The application need not stop, because of what is said, if services are deployed in the right order. */
    static ImpactProfile medium(String avoidance) {
        return of(Complexity.MEDIUM, Downtime.NONE_WITH_COORDINATION, avoidance);
    }

    /** The same, in several deployments. */
    static ImpactProfile high(String avoidance) {
        return of(Complexity.HIGH, Downtime.NONE_WITH_COORDINATION, avoidance);
    }

    /** Nobody but the author of statements can say. */
    static ImpactProfile unknown(String why) {
        return of(Complexity.MEDIUM, Downtime.UNKNOWN, why);
    }

    private static ImpactProfile of(Complexity complexity, Downtime downtime, String avoidance) {
        Services none = new Services("nothing", "nothing", "nothing", ANY_TIME);
        return new ImpactProfile(complexity, downtime, avoidance, List.of(), none, "none", Optional.empty());
    }

    /** Takes that lock for a moment, by the ladder of lock timeouts. */
    ImpactProfile accessExclusive(Object table) {
        return accessExclusive(table, MOMENT);
    }

    ImpactProfile accessExclusive(Object table, String time) {
        return lock(LockMode.ACCESS_EXCLUSIVE, table, time);
    }

    ImpactProfile shareRowExclusive(Object table) {
        return lock(LockMode.SHARE_ROW_EXCLUSIVE, table, MOMENT);
    }

    ImpactProfile shareUpdateExclusive(Object table, String time) {
        return lock(LockMode.SHARE_UPDATE_EXCLUSIVE, table, time);
    }

    ImpactProfile rowExclusive(Object table, String time) {
        return lock(LockMode.ROW_EXCLUSIVE, table, time);
    }

    ImpactProfile accessShare(Object table) {
        return lock(LockMode.ACCESS_SHARE, table, MOMENT);
    }

    private ImpactProfile lock(LockMode mode, Object table, String time) {
        List<Lock> more = new ArrayList<>(locks);
        more.add(new Lock(mode, table.toString(), time));
        return new ImpactProfile(complexity, downtime, avoidance, more, services, rollback, subject);
    }

    /** What who writes, who reads and who draws has to do, and who is deployed when. Each is a clause without a full stop. */
    ImpactProfile services(String writers, String readers, String dashboards, List<String> order) {
        Services said = new Services(writers, readers, dashboards, List.copyOf(order));
        return new ImpactProfile(complexity, downtime, avoidance, locks, said, rollback, subject);
    }

    /** How it is undone. */
    ImpactProfile rollback(String how) {
        return new ImpactProfile(complexity, downtime, avoidance, locks, services, how, subject);
    }

    /** The table, view or index it is about. */
    ImpactProfile about(TableName table) {
        return about(new Subject(table, Optional.empty(), false));
    }

    /** The column it is about; where it is not there yet, its table. */
    ImpactProfile about(TableName table, Identifier column) {
        return about(new Subject(table, Optional.of(column), false));
    }

    /** The type it is about. */
    ImpactProfile aboutType(TableName type) {
        return about(new Subject(type, Optional.empty(), true));
    }

    private ImpactProfile about(Subject what) {
        return new ImpactProfile(complexity, downtime, avoidance, locks, services, rollback, Optional.of(what));
    }

    /** {@return the table of which it needs a lock for itself alone, as it is written in SQL; empty if it needs none, or only statements know it} */
    public Optional<String> lockedTable() {
        return subject.map(Subject::name)
                .filter(name -> locks.stream()
                        .anyMatch(l -> l.mode() == LockMode.ACCESS_EXCLUSIVE && l.on().equals(name.toString())))
                .map(TableName::quoted);
    }

    Optional<Subject> subject() {
        return subject;
    }

    /** The whole, together with what is in a database. */
    Impact in(String change, Impact.Surroundings found) {
        return new Impact(
                change,
                complexity,
                downtime,
                avoidance,
                locks,
                services.writers(),
                services.readers(),
                services.dashboards(),
                services.order(),
                rollback,
                found);
    }
}
