package io.github.dbupgrader.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeProvider;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("upgrades 8: discovery through ServiceLoader, and none found is an error")
class ProvidersTest {

    @TempDir
    Path directory;

    public static class OfTheHost implements UpgradeProvider {
        @RegisterUpgrade("1.0.0")
        public void up(Handle handle) {}
    }

    public static class OfMetrics implements UpgradeProvider {
        @Override
        public String component() {
            return "metrics";
        }

        @Override
        public List<Object> upgrades() {
            return List.of(new Second(), new First());
        }
    }

    static class First {
        @RegisterUpgrade("1.1.0")
        void up(Handle handle) {}
    }

    static class Second {
        @RegisterUpgrade("1.2.0")
        void up(Handle handle) {}
    }

    public static class MoreOfMetrics implements UpgradeProvider {
        @Override
        public String component() {
            return "metrics";
        }

        @RegisterUpgrade("1.3.0")
        public void up(Handle handle) {}
    }

    public static class WithoutUpgrades implements UpgradeProvider {}

    public static class Broken implements UpgradeProvider {
        public Broken() {
            throw new IllegalStateException("no configuration");
        }
    }

    @Test
    void addProviders_component_takesItsProvidersOnly() throws IOException {
        assertThat(versions("metrics", OfTheHost.class, OfMetrics.class, MoreOfMetrics.class))
                .containsExactly("1.1.0", "1.2.0", "1.3.0");
        assertThat(versions("application", OfTheHost.class, OfMetrics.class)).containsExactly("1.0.0");
    }

    @Test
    void addProviders_noneOfTheComponent_isRefused() {
        assertThatThrownBy(() -> versions("metrics", OfTheHost.class))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOTHING_REGISTERED))
                .hasMessageStartingWith("UPG-104 No UpgradeProvider was found for component \"metrics\":");
        assertThatThrownBy(() -> versions("application")).hasMessageStartingWith("UPG-104 No UpgradeProvider");
    }

    @Test
    void addProviders_providerWithoutAnnotatedMethods_isRefused() {
        assertThatThrownBy(() -> versions("application", WithoutUpgrades.class))
                .hasMessageStartingWith("UPG-104 An object of " + WithoutUpgrades.class.getName() + " was registered:");
    }

    /** The message of the platform names the provider, and its cause is what the constructor threw. */
    @Test
    void addProviders_brokenProvider_isNamed() {
        assertThatThrownBy(() -> versions("application", Broken.class))
                .isInstanceOf(ServiceConfigurationError.class)
                .hasMessageContaining(Broken.class.getName())
                .hasRootCauseMessage("no configuration");
    }

    @Test
    void addProviders_withoutContextClassLoader_usesTheLibrarys() {
        assertThatThrownBy(() -> withContextClassLoader(null, "nobody's component"))
                .hasMessageStartingWith("UPG-104 No UpgradeProvider");
    }

    @Test
    void provider_defaults_areTheHostAndItself() {
        OfTheHost provider = new OfTheHost();

        assertThat(provider.component()).isEqualTo("application");
        assertThat(provider.upgrades()).containsExactly(provider);
    }

    private List<String> versions(String component, Class<?>... providers) throws IOException {
        Path services = directory.resolve("META-INF/services");
        Files.createDirectories(services);
        Files.writeString(
                services.resolve(UpgradeProvider.class.getName()),
                Arrays.stream(providers).map(Class::getName).collect(Collectors.joining("\n")));
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            return withContextClassLoader(loader, component);
        }
    }

    private static List<String> withContextClassLoader(ClassLoader loader, String component) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            RegistryBuilder builder = new RegistryBuilder();
            builder.addProviders(component);
            return builder.build().upgrades().keySet().stream()
                    .map(Object::toString)
                    .toList();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
