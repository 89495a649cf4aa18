package io.github.dbupgrader.registry.elsewhere;

import io.github.dbupgrader.api.RegisterUpgrade;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** A superclass in another package, whose package-private method a subclass cannot override. */
public class FarmUpgrades {

    public final List<String> called = new ArrayList<>();

    @RegisterUpgrade("1.0.0")
    void addTariff(Handle handle) {
        called.add("the superclass's");
    }
}
