package io.github.dbupgrader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("upgrades 53: validate() throws, listing what is pending, with the remedy of the state")
class PendingUpgradesExceptionTest {

    private static final Optional<SchemaVersion> NONE = Optional.empty();
    private static final String READY =
            "The database is not ready for application version 1.4.0 of component" + " \"application\": ";

    @Test
    void message_uninitialised() {
        assertThat(exception(status(State.UNINITIALISED, NONE, List.of(v("1.1.0")), List.of())))
                .hasMessage("UPG-201 " + READY + "it is UNINITIALISED, without a recorded version; pending: 1.1.0. Fix:"
                        + " call initialiseSchemaVersion() if the schema is that of the application, or upgrade() with a"
                        + " role that may change the schema, then start again.");
    }

    @Test
    void message_development() {
        assertThat(exception(status(State.DEVELOPMENT, Optional.of(v("1.3.0")), List.of(), List.of())))
                .hasMessage("UPG-202 " + READY + "it is DEVELOPMENT, recorded at 1.3.0. Fix: build the upgrader with"
                        + " development(DevelopmentPolicy.TREAT_AS_RELEASE), or do not validate development builds.");
    }

    @Test
    void message_ahead() {
        assertThat(exception(status(State.AHEAD, Optional.of(v("1.6.0")), List.of(), List.of())))
                .hasMessage("UPG-204 " + READY + "it is AHEAD, recorded at 1.6.0. Fix: deploy 1.5.0 or later.");
    }

    @Test
    void message_incomplete() {
        assertThat(exception(
                        status(State.INCOMPLETE, Optional.of(v("1.3.0")), List.of(v("1.4.0")), List.of(v("1.4.0")))))
                .hasMessage("UPG-209 " + READY + "it is INCOMPLETE, recorded at 1.3.0; pending: 1.4.0; unfinished:"
                        + " 1.4.0. Fix: run upgrade() with a role that may change the schema, then start again.");
    }

    @ParameterizedTest
    @EnumSource
    void status_isTheOneThatExplainsIt(State state) {
        UpgradeStatus status = status(state, Optional.of(v("1.3.0")), List.of(), List.of());
        PendingUpgradesException exception = exception(status);

        assertThat(exception.status()).isSameAs(status);
        assertThat(exception.getMessage()).contains("it is " + state + ", recorded at 1.3.0. Fix: ");
    }

    private static PendingUpgradesException exception(UpgradeStatus status) {
        return new PendingUpgradesException(UpgraderErrors.notValid(status), status);
    }

    private static UpgradeStatus status(
            State state,
            Optional<SchemaVersion> recorded,
            List<SchemaVersion> pending,
            List<SchemaVersion> unfinished) {
        return new UpgradeStatus(
                state, "application", "1.4.0", recorded, Optional.of(v("1.5.0")), pending, List.of(), unfinished);
    }

    private static SchemaVersion v(String text) {
        return SchemaVersion.parse(text);
    }
}
