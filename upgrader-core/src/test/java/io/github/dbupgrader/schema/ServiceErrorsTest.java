package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;

public class ServiceErrorsTest implements PinnedTexts {

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(ServiceErrors.class)
                .text(
                        ServiceErrors.unusableService("energy/api"),
                        "UPG-106 The service name \"energy/api\" cannot be used: it is the part before the slash of an application_name,"
                                + " of which the server keeps printable ASCII only. Fix: use letters, digits, hyphens and the like, without"
                                + " a slash, and without spaces around it.")
                .text(
                        ServiceErrors.unusableVersion("energy-api", "latest"),
                        "UPG-106 The version \"latest\" of the service energy-api cannot be used: sessions are compared by it, so it"
                                + " begins with X.Y.Z. Fix: give the version of the service's build, such as 2.3.0.")
                .text(
                        ServiceErrors.tooLong("energy-api/2.3.0", 16, 15),
                        "UPG-106 The application_name energy-api/2.3.0 cannot be used: it has 16 bytes, and the server cuts what is"
                                + " longer than 15, its version first. Fix: give the service a shorter name.");
    }
}
