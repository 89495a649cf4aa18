package io.github.dbupgrader.backfill;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the primary knows of one replica.
 *
 * @param name its application name, quoted
 * @param visible whether the role may see more than that it exists
 * @param role the role that asks, quoted
 * @param seconds how far it is behind; empty while it has nothing to report
 * @param bytes what it has not replayed; empty as long as it has not reported once
 */
record ReplicaRow(String name, boolean visible, String role, Optional<Double> seconds, Optional<Long> bytes) {

    // A base backup replays nothing.
    private static final String SELECT = """
        select quote_ident(coalesce(nullif(application_name, ''), 'process ' || pid)), state is not null, quote_ident(current_user),
          extract(epoch from replay_lag)::float8, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint
        from pg_catalog.pg_stat_replication
        where state is distinct from 'backup'
        order by 4 desc nulls last, 5 desc nulls last, pid\
        """;

    /** {@return the verdict on all replicas: hold if one of them is to be held for, else unknown if one is not known} */
    static Verdict judge(ThrottleContext context, Function<ReplicaRow, Verdict> judge) throws SQLException {
        Verdict verdict = Verdict.go();
        for (ReplicaRow replica : read(context)) {
            Verdict next = replica.visible ? judge.apply(replica) : replica.hidden();
            if (next.kind() == Verdict.Kind.HOLD) {
                return next;
            }
            verdict = verdict.kind() == Verdict.Kind.GO ? next : verdict;
        }
        return verdict;
    }

    private Verdict hidden() {
        return Verdict.unknown("the role " + role + " cannot see how far replicas are behind; \"grant pg_monitor to "
                + role + "\" would show it");
    }

    private static List<ReplicaRow> read(ThrottleContext context) throws SQLException {
        try (PreparedStatement select = context.connection().prepareStatement(SELECT);
                ResultSet rows = select.executeQuery()) {
            List<ReplicaRow> replicas = new ArrayList<>();
            while (rows.next()) {
                replicas.add(new ReplicaRow(
                        rows.getString(1),
                        rows.getBoolean(2),
                        rows.getString(3),
                        Optional.ofNullable(rows.getObject(4, Double.class)),
                        Optional.ofNullable(rows.getObject(5, Long.class))));
            }
            return replicas;
        }
    }
}
