package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;

public class ImpactErrorsTest implements PinnedTexts {

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(ImpactErrors.class)
                .text(
                        ImpactErrors.unreadable(
                                "drop table well",
                                new ConnectionException(
                                        new SQLException("ERROR: permission denied for schema farm", "42501"))),
                        "UPG-902 The impact of \"drop table well\" could not be read: the database answered ERROR: permission"
                                + " denied for schema farm. Fix: look after the connection and the role; only the catalogue and"
                                + " pg_stat_activity are read.")
                .text(
                        ImpactErrors.unreadable(
                                "drop table well", new SQLException("This connection has been closed.", "08003")),
                        "UPG-901 The impact of \"drop table well\" could not be read: the database answered This connection has"
                                + " been closed. Fix: look after the connection and the role; only the catalogue and"
                                + " pg_stat_activity are read.");
    }
}
