package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.TransitionCopies.Pair;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.Literal;
import io.github.dbupgrader.sql.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Gives the sequences of a column that goes to the one that takes its place.
 *
 * <p>That of a serial column just gets another owner, and becomes wider where the column does. That of an identity column cannot change hands: the new column gets one of the same name,
 * settings, rights and position. Nobody draws a number meanwhile, whether through the table or past it: to rename a sequence, as is done with the old one, is to lock it.
 */
final class SequenceHandover {

    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

    private final Handle handle;
    private final String table;
    private final Identifier column;
    private final List<String> onceOldIsGone = new ArrayList<>();

    private SequenceHandover(Handle handle, String table, Identifier column) {
        this.handle = handle;
        this.table = table;
        this.column = column;
    }

    private record Sequence(
            QualifiedName name,
            Optional<String> identity,
            boolean narrower,
            String settings,
            Optional<String> comment) {}

    static boolean canNumber(String type) {
        return INTEGERS.contains(type);
    }

    /** What comes before the old column goes. The table is locked. */
    static SequenceHandover begin(Handle handle, TransitionSpec spec, Pair pair) throws SQLException {
        SequenceHandover handover =
                new SequenceHandover(handle, pair.table().name().quoted(), spec.newColumn());
        for (Sequence sequence : found(handle, pair)) {
            if (sequence.identity().isPresent()) {
                handover.putAside(sequence);
            } else {
                handover.pass(sequence, pair.after().bareType());
            }
        }
        return handover;
    }

    /** What comes behind it. */
    void finish() throws SQLException {
        for (String statement : onceOldIsGone) {
            Ddl.run(handle, statement);
        }
    }

    private void pass(Sequence sequence, String type) throws SQLException {
        String name = sequence.name().quoted();
        Ddl.run(handle, "alter sequence " + name + " owned by " + table + "." + column.quoted());
        if (sequence.narrower() && canNumber(type)) {
            Ddl.run(handle, "alter sequence " + name + " as " + type);
        }
    }

    private void putAside(Sequence sequence) throws SQLException {
        String name = sequence.name().quoted();
        Identifier aside = HelperName.of("sequence", sequence.name().name());
        String old = new QualifiedName(sequence.name().schema(), aside).quoted();
        List<String> grants = Rows.texts(handle, """
                select format('grant %%s on sequence %%s to %%s%%s', lower(x.privilege_type), %1$s,
                  case when x.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end,
                  case when x.is_grantable then ' with grant option' else '' end)
                from pg_class c cross join lateral aclexplode(c.relacl) with ordinality x(grantor, grantee, privilege_type, is_grantable, n)
                where c.oid = to_regclass(%1$s) and x.grantee <> c.relowner order by x.n""".formatted(Literal.quote(name)));
        Ddl.run(handle, "alter sequence " + name + " rename to " + aside.quoted());
        String position = Rows.texts(handle, "select last_value || ', ' || is_called from " + old)
                .get(0);
        onceOldIsGone.add("alter table " + table + " alter column " + column.quoted() + " add generated "
                + sequence.identity().orElseThrow() + " as identity (sequence name " + name + sequence.settings()
                + ")");
        onceOldIsGone.add("select setval(" + Literal.quote(name) + ", " + position + ")");
        onceOldIsGone.addAll(grants);
        sequence.comment().ifPresent(c -> onceOldIsGone.add("comment on sequence " + name + " is " + Literal.quote(c)));
    }

    private static List<Sequence> found(Handle handle, Pair pair) {
        return handle.createQuery("""
                        select n.nspname, c.relname, obj_description(c.oid, 'pg_class') as comment,
                          case a.attidentity when 'a' then 'always' when 'd' then 'by default' end as identity,
                          y.typlen < (select w.typlen from pg_attribute b join pg_type w on w.oid = b.atttypid where b.attrelid = a.attrelid and b.attnum = :after) as narrower,
                          format(' start with %s increment by %s cache %s', q.seqstart, q.seqincrement, q.seqcache)
                            || case when q.seqincrement > 0 and q.seqmax = l.highest then '' else ' maxvalue ' || q.seqmax end
                            || case when q.seqincrement < 0 and q.seqmin = -l.highest - 1 then '' else ' minvalue ' || q.seqmin end
                            || case when q.seqcycle then ' cycle' else '' end as settings
                        from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'S' join pg_namespace n on n.oid = c.relnamespace
                          join pg_sequence q on q.seqrelid = c.oid join pg_type y on y.oid = q.seqtypid
                          join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                          cross join lateral (select case y.typlen when 2 then 32767 when 4 then 2147483647 else 9223372036854775807 end::numeric as highest) l
                        where d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') and d.refclassid = 'pg_class'::regclass
                          and d.refobjid = cast(:table as oid) and d.refobjsubid = :column
                        order by 1, 2""")
                .bind("table", pair.table().oid())
                .bind("column", pair.before().number())
                .bind("after", pair.after().number())
                .map((row, context) -> new Sequence(
                        QualifiedName.of(row.getString("nspname"), row.getString("relname")),
                        Optional.ofNullable(row.getString("identity")),
                        row.getBoolean("narrower"),
                        row.getString("settings"),
                        Optional.ofNullable(row.getString("comment"))))
                .list();
    }
}
