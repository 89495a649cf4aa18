package io.github.dbupgrader.version;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;

public class VersionErrorsTest implements PinnedTexts {

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(VersionErrors.class)
                .thrown(
                        () -> SchemaVersion.parse("v1.2"),
                        "UPG-102 \"v1.2\" is not a version: a version is MAJOR.MINOR.PATCH, three numbers up to"
                                + " 2147483647 without leading zeros, and nothing before, between or after them: no"
                                + " \"v\", no space, no pre-release and no build part. Fix: write it like 1.4.0.")
                .thrown(
                        () -> ApplicationVersion.parse(" "),
                        "UPG-106 The application version is blank: the application version is what the schema is brought"
                                + " to and compared with. Fix: give the version of the build, such as 1.4.0, or \"dev\""
                                + " for a build without one.")
                .thrown(
                        () -> ApplicationVersion.parse(" 1.4.0"),
                        "UPG-106 The application version \" 1.4.0\" has white space around it: with it the text would be"
                                + " taken for a development version, and nothing would be upgraded. Fix: strip the text"
                                + " where it is read, mostly from a resource file that ends with a line break.");
    }
}
