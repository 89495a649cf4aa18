package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.Impact.Client;
import io.github.dbupgrader.schema.Impact.DatabaseObject;
import io.github.dbupgrader.schema.Impact.Dependent;
import io.github.dbupgrader.schema.Impact.Surroundings;
import io.github.dbupgrader.schema.ImpactProfile.Subject;
import io.github.dbupgrader.sql.BetweenTransactions;
import io.github.dbupgrader.sql.Identifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what in a database depends on what a change is about, and who is connected. It only reads the catalogue, and takes no lock of the table; so sizes are what the server last counted.
 */
final class ImpactReader {

    /** A partitioned table has no pages of its own, and -1 once it was analyzed. */
    private static final String TABLE = """
            with recursive parts as (
              select c.oid, c.relkind, c.reltuples, c.relpages from pg_class c where c.oid = to_regclass(:name)
              union all
              select c.oid, c.relkind, c.reltuples, c.relpages from parts p join pg_inherits i on i.inhparent = p.oid join pg_class c on c.oid = i.inhrelid
              where p.relkind = 'p')
            select c.oid, 'pg_class'::regclass::oid as classid, a.attnum::int as attnum, o.type as kind, o.identity as name,
              (select sum(reltuples)::bigint from parts where relkind <> 'p' having bool_and(reltuples >= 0)) as rows,
              (select coalesce(sum(greatest(relpages, 0)), 0) * current_setting('block_size')::bigint from parts) as bytes
            from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attname = :column and not a.attisdropped
              cross join lateral pg_identify_object('pg_class'::regclass, c.oid, coalesce(a.attnum, 0)) o
            where c.oid = to_regclass(:name)""";

    private static final String TYPE = """
            select t.oid, 'pg_type'::regclass::oid as classid, cast(null as int) as attnum, o.type as kind, o.identity as name,
              cast(null as bigint) as rows, 0 as bytes
            from pg_type t cross join lateral pg_identify_object('pg_type'::regclass, t.oid, 0) o where t.oid = to_regtype(:name)""";

    /**
     * What the server records, without what belongs to any table: its row type, its TOAST table, defaults of its own, internal triggers, NOT NULL. From a default or a generated value of
     * another column one gets to that column.
     */
    private static final String DEPENDENTS = """
            select distinct case when k.contype is null then o.type when k.contype = 'f' then 'foreign key' when k.contype = 'c' then 'check'
                when k.contype = 'p' then 'primary key' when k.contype = 'u' then 'unique constraint' else o.type end as kind,
              o.identity as name, false as by_text
            from (
              select case when r.oid is null and g.oid is null then d.classid else 'pg_class'::regclass::oid end as classid,
                coalesce(r.ev_class, g.adrelid, d.objid) as objid,
                case when r.oid is not null then 0 when g.oid is not null then g.adnum else d.objsubid end as objsubid
              from pg_depend d left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
                left join pg_attrdef g on d.classid = 'pg_attrdef'::regclass and g.oid = d.objid
              where d.refclassid = cast(:class as oid) and d.refobjid = cast(:object as oid) and (cast(:attnum as int) is null or d.refobjsubid = :attnum)
                and d.deptype in ('n', 'a', 'i', 'P', 'S') and (g.oid is null or g.adrelid <> d.refobjid or g.adnum <> d.refobjsubid)) d
              left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
              left join pg_constraint k on d.classid = 'pg_constraint'::regclass and k.oid = d.objid
              left join pg_trigger g on d.classid = 'pg_trigger'::regclass and g.oid = d.objid
              cross join lateral pg_identify_object(d.classid, d.objid, d.objsubid) o
            where d.classid <> 'pg_type'::regclass and (c.oid is null or c.relkind <> 't')
              and not (d.classid = 'pg_class'::regclass and d.objid = cast(:object as oid) and (d.objsubid = 0 or cast(:attnum as int) is null))
              and k.contype is distinct from 'n'
              and g.tgisinternal is distinct from true
            """;

    private static final String NAMED_IN_BODIES =
            """
            union
            select 'function', (pg_identify_object('pg_proc'::regclass, p.oid, 0)).identity, true from pg_proc p join pg_language l on l.oid = p.prolang join pg_namespace n on n.oid = p.pronamespace
            where l.lanname not in ('internal', 'c') and n.nspname not in ('pg_catalog', 'information_schema')
              and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
              and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.refobjid = cast(:object as oid))
              and (p.prosrc ~* %1$s or (cast(:column as text) is not null and exists (
                select from pg_trigger g where g.tgfoid = p.oid and g.tgrelid = cast(:object as oid))))
              and (cast(:column as text) is null or p.prosrc ~* %2$s)
            """.formatted(ColumnDependents.word(":bare"), ColumnDependents.word("cast(:column as text)"));

    private static final String CLIENTS = """
            with holders as materialized (
              select distinct pid from pg_locks where locktype = 'relation' and granted and relation = cast(:object as oid)
                and database = (select oid from pg_database where datname = current_database()))
            select coalesce(a.application_name, '') as name, count(*) as sessions,
              count(*) filter (where a.pid in (select pid from holders) or a.query ~* %s) as at_it
            from pg_stat_activity a
            where a.datname = current_database() and a.pid <> pg_backend_pid() and a.usename is not null
              and coalesce(a.backend_type, 'client backend') = 'client backend'
            group by 1 order by 3 desc, 1""".formatted(ColumnDependents.word(":bare"));

    private final Handle handle;

    private ImpactReader(Handle handle) {
        this.handle = handle;
    }

    private record Found(
            long oid,
            long classOid,
            @Nullable Integer column,
            String kind,
            String name,
            @Nullable Long rows,
            long bytes) {}

    /** Through a handle that is there, in whatever state. */
    static Impact read(Handle handle, SchemaChange change) {
        ImpactProfile profile = change.impactProfile();
        Surroundings none = new Surroundings(Optional.empty(), List.of(), List.of());
        return profile.in(
                change.description(),
                profile.subject().map(new ImpactReader(handle)::around).orElse(none));
    }

    /** By a connection of its own, which goes back as it was: what is begun here is ended, and a transaction that was open before stays. */
    static Impact read(DataSource dataSource, SchemaChange change) {
        try (Connection connection = dataSource.getConnection()) {
            boolean begins = !connection.getAutoCommit() && BetweenTransactions.is(connection);
            Impact impact;
            try {
                impact = readBy(connection, change);
            } catch (RuntimeException e) {
                end(connection, begins, e);
                throw e;
            }
            if (begins) {
                connection.rollback();
            }
            return impact;
        } catch (SQLException | JdbiException e) {
            throw ImpactErrors.unreadable(change.description(), e);
        }
    }

    private static Impact readBy(Connection connection, SchemaChange change) {
        Jdbi jdbi = Jdbi.create(connection);
        jdbi.configure(Handles.class, handles -> handles.setForceEndTransactions(false));
        try (Handle handle = jdbi.open()) {
            return read(handle, change);
        }
    }

    private static void end(Connection connection, boolean begun, RuntimeException reason) {
        try {
            if (begun) {
                connection.rollback();
            }
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private Surroundings around(Subject subject) {
        Optional<Found> found = find(subject);
        if (found.isEmpty()) {
            return new Surroundings(Optional.empty(), List.of(), List.of());
        }
        Optional<String> column = found.get().column() == null
                ? Optional.empty()
                : subject.column().map(Identifier::text);
        Found object = found.get();
        DatabaseObject described =
                new DatabaseObject(object.kind(), object.name(), Optional.ofNullable(object.rows()), object.bytes());
        return new Surroundings(
                Optional.of(described), dependents(object, subject, column), clients(object, subject.name()));
    }

    private Optional<Found> find(Subject subject) {
        Query query = handle.createQuery(subject.isType() ? TYPE : TABLE)
                .bind("name", subject.name().quoted());
        if (!subject.isType()) {
            query.bind("column", subject.column().map(Identifier::text).orElse(null));
        }
        return query.map((row, context) -> new Found(
                        row.getLong("oid"),
                        row.getLong("classid"),
                        row.getObject("attnum", Integer.class),
                        row.getString("kind"),
                        row.getString("name"),
                        row.getObject("rows", Long.class),
                        row.getLong("bytes")))
                .findOne();
    }

    private List<Dependent> dependents(Found object, Subject subject, Optional<String> column) {
        return handle.createQuery(DEPENDENTS + NAMED_IN_BODIES + " order by 1, 2")
                .bind("class", object.classOid())
                .bind("object", object.oid())
                .bind("attnum", object.column())
                .bind("bare", subject.name().name().text())
                .bind("column", column.orElse(null))
                .map((row, context) ->
                        new Dependent(row.getString("kind"), row.getString("name"), row.getBoolean("by_text")))
                .list();
    }

    private List<Client> clients(Found object, TableName name) {
        return handle.createQuery(CLIENTS)
                .bind("object", object.oid())
                .bind("bare", name.name().text())
                .map((row, context) -> new Client(row.getString("name"), row.getLong("sessions"), row.getLong("at_it")))
                .list();
    }
}
