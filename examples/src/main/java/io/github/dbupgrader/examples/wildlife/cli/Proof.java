package io.github.dbupgrader.examples.wildlife.cli;

import io.github.dbupgrader.examples.text.TextTable;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A few queries of the data at 1.6.0: each shows what one of the upgrades did. */
final class Proof {

    private final DataSource dataSource;

    Proof(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    String render() {
        return Jdbi.create(dataSource)
                .withHandle(handle -> counts(handle) + "\n" + dearest(handle) + "\n" + unlinked(handle) + "\n"
                        + manufacturers(handle) + "\n" + families(handle) + "\n" + places(handle));
    }

    private static String counts(Handle handle) {
        return query(handle, """
                select (select count(*) from airports), count(*), count(airport), count(*) - count(airport),
                    (select coalesce(sum(strikes), 0) from unlinked_airport_names)
                from strikes
                """, "airports>", "strikes>", "linked>", "not linked>", "counted as such>");
    }

    /** Dates and costs that are sorted and added up as such, and airports by their own names. */
    private static String dearest(Handle handle) {
        return query(
                handle, """
                select s.flown_on, to_char(s.total_usd, 'FM999,999,999'), s.speed_knots, a.iata, a.name, s.airport_name, s.manufacturer, s.model
                from strikes s join airports a on a.iata = s.airport
                order by s.total_usd desc, s.id
                limit 5
                """, "date", "USD>", "knots>", "airport", "its name", "in the file", "manufacturer", "model");
    }

    private static String unlinked(Handle handle) {
        return query(
                handle,
                "select airport_name, origin_state, strikes from unlinked_airport_names order by strikes desc, airport_name",
                "not linked",
                "state",
                "strikes>");
    }

    private static String manufacturers(Handle handle) {
        return query(handle, """
                select coalesce(manufacturer, '(not known)'), count(distinct model), count(*), to_char(sum(total_usd), 'FM999,999,999')
                from strikes
                group by manufacturer
                order by count(*) desc
                limit 5
                """, "manufacturer", "models>", "strikes>", "USD>");
    }

    /** Kinds and costs that were filled by backfills, added up. */
    private static String families(Handle handle) {
        return query(handle, """
                select coalesce(animal_family, '(not known)'), animal_kind, strikes, to_char(total_usd, 'FM999,999,999'), to_char(usd_2002, 'FM999,999,999')
                from costs_by_family
                order by usd_2002 desc, animal_kind
                limit 5
                """, "animal", "kind", "strikes>", "USD>", "USD of 2002>");
    }

    private static String places(Handle handle) {
        return query(handle, """
                select name, iata, round((69.0 * sqrt((a.position[1] - o.position[1]) ^ 2
                    + ((a.position[0] - o.position[0]) * cosd(o.position[1])) ^ 2))::numeric, 1)
                from airports a, (select position from airports where iata = 'ORD') o
                order by 3, iata
                limit 3
                """, "near Chicago O'Hare", "airport", "miles>");
    }

    private static String query(Handle handle, String sql, String... headings) {
        TextTable table = new TextTable(headings);
        handle.createQuery(sql)
                .map((row, context) -> {
                    String[] cells = new String[headings.length];
                    for (int i = 0; i < cells.length; i++) {
                        String cell = row.getString(i + 1);
                        cells[i] = cell == null ? "-" : cell;
                    }
                    return List.of(cells);
                })
                .forEach(table::add);
        return table.render();
    }
}
