package io.github.dbupgrader.version;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VersionErrorsTest {

    @Test
    void malformed() {
        assertThatThrownBy(() -> SchemaVersion.parse("v1.2"))
                .hasMessage("UPG-102 \"v1.2\" is not a version: a version is MAJOR.MINOR.PATCH, three numbers up to"
                        + " 2147483647 without leading zeros, and nothing before, between or after them: no \"v\", no"
                        + " space, no pre-release and no build part. Fix: write it like 1.4.0.");
    }

    @Test
    void blankApplicationVersion() {
        assertThatThrownBy(() -> ApplicationVersion.parse(" \n"))
                .hasMessage("UPG-106 The application version is blank: the application version is what the schema is"
                        + " brought to and compared with. Fix: give the version of the build, such as 1.4.0, or \"dev\""
                        + " for a build without one.");
    }

    @Test
    void paddedApplicationVersion() {
        assertThatThrownBy(() -> ApplicationVersion.parse(" 1.4.0"))
                .hasMessage(
                        "UPG-106 The application version \" 1.4.0\" has white space around it: with it the text would"
                            + " be taken for a development version, and nothing would be upgraded. Fix: strip the text"
                            + " where it is read, mostly from a resource file that ends with a line break.");
    }
}
