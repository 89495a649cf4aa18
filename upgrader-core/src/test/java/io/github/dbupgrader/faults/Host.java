package io.github.dbupgrader.faults;

import io.github.dbupgrader.testing.TestDatabase;
import javax.sql.DataSource;

/** A host application to be crashed. Its class has a constructor without parameters, so that a child can make one. */
interface Host {

    /** Leaves nothing in the database but what there was before the first upgrade. */
    void reinstall(TestDatabase database);

    /** Does what an instance does when it starts. */
    void start(DataSource dataSource);

    /**
     * Starts an instance after a crash.
     *
     * @return a word about what it took, or an empty text where it took nothing
     */
    default String startAgain(TestDatabase database, DataSource dataSource) {
        start(dataSource);
        return "";
    }

    /** {@return what it is called where its crashes are told} */
    default String name() {
        return getClass().getSimpleName();
    }

    /** {@return schema, data, and what the history says has succeeded: all that an undisturbed run decides} */
    String fingerprint(TestDatabase database);
}
