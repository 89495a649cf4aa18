package io.github.dbupgrader.schema;

import java.util.List;
import java.util.Optional;

/**
 * What a schema change means for those who use this database: how hard it is, whether anything must stop for it, what each kind of service does and when, which locks it takes, what depends on the object, who is
 * connected, and how it is undone.
 *
 * <p>Call only: the library makes them.
 *
 * @param change the change, in a few words
 * @param complexity how much has to be thought of
 * @param downtime whether the application must stop
 * @param avoidance how downtime is avoided
 * @param locks the locks that it takes, the strongest of each table
 * @param writers what services that write have to do
 * @param readers what services that read have to do
 * @param dashboards what dashboards and reports have to do
 * @param deploymentOrder what is deployed when
 * @param rollback how it is undone
 * @param surroundings what is in this database
 */
public record Impact(
        String change,
        Complexity complexity,
        Downtime downtime,
        String avoidance,
        List<Lock> locks,
        String writers,
        String readers,
        String dashboards,
        List<String> deploymentOrder,
        String rollback,
        Surroundings surroundings) {

    /** Makes the lists immutable. */
    public Impact {
        locks = List.copyOf(locks);
        deploymentOrder = List.copyOf(deploymentOrder);
    }

    /** How much has to be thought of. */
    public enum Complexity {
        /** One deployment, in any order or the usual one. */
        LOW,
        /** Services and the change depend on each other's order. */
        MEDIUM,
        /** Several deployments, with an old and a new form between them. */
        HIGH
    }

    /** Whether the application must stop. */
    public enum Downtime {
        /** It need not. */
        NONE("none"),
        /** It need not, if services are deployed in the order given. */
        NONE_WITH_COORDINATION("none, with coordination"),
        /** Only the author of the statements can say. */
        UNKNOWN("for the author of the statements to say");

        private final String words;

        Downtime(String words) {
            this.words = words;
        }

        /** {@return it in words} */
        public String words() {
            return words;
        }
    }

    /** The locks of tables that changes take, and whom they let wait. */
    public enum LockMode {
        /** As a SELECT. */
        ACCESS_SHARE("nobody waits"),
        /** As a SELECT FOR UPDATE. */
        ROW_SHARE("nobody waits"),
        /** As an UPDATE. */
        ROW_EXCLUSIVE("only who writes the same rows waits, for one batch"),
        /** As a VACUUM. */
        SHARE_UPDATE_EXCLUSIVE("readers and writers go on; other changes of the schema and VACUUM wait"),
        /** As a CREATE TRIGGER. */
        SHARE_ROW_EXCLUSIVE("readers go on, writers wait"),
        /** As a DROP TABLE. */
        ACCESS_EXCLUSIVE("readers and writers wait");

        private final String effect;

        LockMode(String effect) {
            this.effect = effect;
        }

        /** {@return who waits meanwhile, in words} */
        public String effect() {
            return effect;
        }

        /** {@return the mode as the server writes it} */
        public String words() {
            return name().replace('_', ' ');
        }
    }

    /**
     * A lock.
     *
     * @param mode its mode
     * @param on the table, view or index
     * @param time for how long, in words
     */
    public record Lock(LockMode mode, String on, String time) {}

    /**
     * What is in this database.
     *
     * @param object what the change is about; empty if it is not there (yet), or if only the statements know
     * @param dependents what depends on it
     * @param clients who is connected
     */
    public record Surroundings(Optional<DatabaseObject> object, List<Dependent> dependents, List<Client> clients) {

        /** Makes the lists immutable. */
        public Surroundings {
            dependents = List.copyOf(dependents);
            clients = List.copyOf(clients);
        }
    }

    /**
     * A table, or what else the change is about.
     *
     * @param kind what it is, such as {@code table}
     * @param name its name with its schema, and its column
     * @param rows about how many rows it has; empty where nobody has counted
     * @param bytes about how large it is, without its indexes
     */
    public record DatabaseObject(String kind, String name, Optional<Long> rows, long bytes) {}

    /**
     * Something that depends on it.
     *
     * @param kind what it is, such as {@code view}, {@code index}, {@code foreign key} or {@code function}
     * @param name its name, as PostgreSQL identifies it
     * @param byText whether it was found because its text has the name in it, which the server does not look into
     */
    public record Dependent(String kind, String name, boolean byText) {}

    /**
     * Sessions of this database that have one {@code application_name}.
     *
     * @param applicationName the name; empty where there is none
     * @param sessions how many there are
     * @param atTheTable how many of them hold a lock of the table now, or name it in their last statement, as far as the role may see that
     */
    public record Client(String applicationName, long sessions, long atTheTable) {}

    /** {@return it as text for a terminal, several lines} */
    public String toText() {
        return new ImpactText(this).text();
    }

    /** {@return it as a JSON object, in one line} */
    public String toJson() {
        return new ImpactJson(this).text();
    }
}
