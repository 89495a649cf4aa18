package io.github.dbupgrader.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeCondition;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnnotatedMethodTest {

    private static final String HERE = AnnotatedMethodTest.class.getName();

    private static class Farm {
        private final List<Object> seen = new ArrayList<>();
        private final String injected;

        Farm(String injected) {
            this.injected = injected;
        }

        @RegisterUpgrade("1.0.1")
        public void context(UpgradeContext upgrade) {
            seen.addAll(List.of(injected, upgrade));
        }

        @RegisterUpgrade("1.0.2")
        protected void handle(Handle handle) {
            seen.addAll(List.of(injected, handle));
        }

        @RegisterUpgrade("1.0.3")
        void contextAndHandle(UpgradeContext upgrade, Handle handle) {
            seen.addAll(List.of(upgrade, handle));
        }

        @RegisterUpgrade("1.0.4")
        final void handleAndContext(Handle handle, UpgradeContext upgrade) throws Exception {
            seen.addAll(List.of(handle, upgrade));
        }

        @RegisterUpgrade(value = "1.0.5", mode = UpgradeMode.ONLINE)
        synchronized void declare(UpgradeContext upgrade) {
            seen.add(upgrade);
        }
    }

    @DisplayName("upgrades 6: the given instance is called with what the method takes; methods and class may be hidden")
    @Test
    void invocation_eachParameterList_getsWhatItTakes() throws Exception {
        Farm farm = new Farm("by the constructor");
        Registry registry = RegistryBuilderTest.build(farm);
        UpgradeContext context = Pretended.context();
        Handle handle = Pretended.handle();

        for (RegisteredMethod upgrade : registry.upgrades().values()) {
            upgrade.invocation().invoke(context, upgrade.isOnline() ? null : handle);
        }

        assertThat(farm.seen)
                .containsExactly(
                        "by the constructor",
                        context,
                        "by the constructor",
                        handle,
                        context,
                        handle,
                        handle,
                        context,
                        context);
    }

    static class Failing {
        private final Throwable failure;

        Failing(Throwable failure) {
            this.failure = failure;
        }

        @RegisterUpgrade("1.1.0")
        void fail(Handle handle) throws Throwable {
            throw failure;
        }
    }

    @DisplayName("upgrades 26: what a method throws passes through unwrapped")
    @ParameterizedTest
    @MethodSource
    void invocation_methodThrows_passesThrough(Throwable failure) {
        Invocation invocation = invocation(new Failing(failure));

        assertThatThrownBy(() -> invocation.invoke(Pretended.context(), Pretended.handle()))
                .isSameAs(failure);
    }

    static Stream<Throwable> invocation_methodThrows_passesThrough() {
        return Stream.of(
                new IllegalStateException("x"),
                new SQLException("x"),
                new InterruptedException("x"),
                new StackOverflowError("x"));
    }

    @Test
    void invocation_methodThrowsNeitherExceptionNorError_keepsItAsCause() {
        Throwable odd = new Throwable("odd");

        assertThatThrownBy(() -> invocation(new Failing(odd)).invoke(Pretended.context(), Pretended.handle()))
                .hasCause(odd);
    }

    @DisplayName("upgrades 4: a method that cannot be called is refused with class#method and what was expected")
    @ParameterizedTest(name = "{1}")
    @MethodSource
    void addObject_unusableMethod_isRefused(Object object, String expected) {
        assertThatThrownBy(() -> RegistryBuilderTest.build(object))
                .hasMessage("UPG-103 " + HERE + "$Unusable" + expected);
    }

    static Stream<Arguments> addObject_unusableMethod_isRefused() {
        String several =
                "one of @RegisterUpgrade, @RegisterRollback, @UpgradeCondition and @RegisterBackfill. Fix: make one method of each.";
        String visible = " Fix: make it an instance method that is package-private, protected or public.";
        String parameters = " Fix: let it take (UpgradeContext), (Handle) or both.";
        String condition = " Fix: let it take (Handle) and return boolean.";
        return Stream.of(
                Arguments.of(new UnusableStatic(), "Static#up cannot be called as it is: it is static." + visible),
                Arguments.of(new UnusablePrivate(), "Private#up cannot be called as it is: it is private." + visible),
                Arguments.of(
                        new UnusableResult(),
                        "Result#up cannot be called as it is: it returns int, and nobody would look at that. Fix: let it"
                                + " return void."),
                Arguments.of(new UnusableNothing(), "Nothing#up cannot be called as it is: it takes ()." + parameters),
                Arguments.of(
                        new UnusableParameter(),
                        "Parameter#up cannot be called as it is: it takes (UpgradeContext, String)." + parameters),
                Arguments.of(
                        new UnusableTwice(),
                        "Twice#up cannot be called as it is: it takes (Handle, Handle)." + parameters),
                Arguments.of(
                        new UnusableOnline(),
                        "Online#up cannot be called as it is: it takes (String). Fix: let it take (UpgradeContext)."),
                Arguments.of(
                        new UnusableRollback(),
                        "Rollback#down cannot be called as it is: it takes (Connection)." + parameters),
                Arguments.of(
                        new UnusableCondition(),
                        "Condition#holds cannot be called as it is: it is a condition, takes (Handle) and returns"
                                + " Boolean." + condition),
                Arguments.of(
                        new UnusableConditionParameter(),
                        "ConditionParameter#holds cannot be called as it is: it is a condition, takes (UpgradeContext)"
                                + " and returns boolean." + condition),
                Arguments.of(
                        new UnusableConditionStatic(),
                        "ConditionStatic#holds cannot be called as it is: it is static." + visible),
                Arguments.of(
                        new UnusableSeveral(), "Several#up cannot be called as it is: it has more than " + several));
    }

    @DisplayName(
            "upgrades 4, upgrades 62: an ONLINE method with a Handle is refused at build, and told where handles are")
    @Test
    void addObject_onlineWithHandle_isRefused() {
        for (Object object : List.of(new OnlineHandle(), new OnlineContextAndHandle(), new OnlineRollback())) {
            assertThatThrownBy(() -> RegistryBuilderTest.build(object))
                    .hasMessageStartingWith("UPG-103 " + HERE + "$Online")
                    .hasMessageEndingWith(" cannot be called as it is: it is ONLINE and takes a Handle, but an ONLINE"
                            + " method only declares sub-steps and touches no database itself. Fix: take an"
                            + " UpgradeContext only, and use the handle inside step(name, handle -> …).");
        }
    }

    @DisplayName("upgrades 4: a class instead of an object, or an object without upgrades, is refused")
    @Test
    void addObject_notAnObjectWithUpgrades_isRefused() {
        assertThatThrownBy(() -> RegistryBuilderTest.build(Farm.class))
                .hasMessageStartingWith("UPG-103 The class " + HERE + "$Farm was registered:");
        assertThatThrownBy(() -> RegistryBuilderTest.build("1.1.0"))
                .hasMessageStartingWith("UPG-104 An object of java.lang.String was registered:");
        assertThatThrownBy(() -> RegistryBuilderTest.build((Runnable) () -> {}))
                .hasMessageStartingWith("UPG-104 An object of " + HERE + "$$Lambda");
    }

    static class UnusableStatic {
        @RegisterUpgrade("1.1.0")
        static void up(Handle handle) {}
    }

    static class UnusablePrivate {
        @RegisterUpgrade("1.1.0")
        private void up(Handle handle) {}
    }

    static class UnusableResult {
        @RegisterUpgrade("1.1.0")
        int up(Handle handle) {
            return 1;
        }
    }

    static class UnusableNothing {
        @RegisterUpgrade("1.1.0")
        void up() {}
    }

    static class UnusableParameter {
        @RegisterUpgrade("1.1.0")
        void up(UpgradeContext upgrade, String more) {}
    }

    static class UnusableTwice {
        @RegisterUpgrade("1.1.0")
        void up(Handle one, Handle two) {}
    }

    static class UnusableOnline {
        @RegisterUpgrade(value = "1.1.0", mode = UpgradeMode.ONLINE)
        void up(String more) {}
    }

    static class UnusableRollback {
        @RegisterRollback("1.1.0")
        void down(Connection connection) {}
    }

    static class UnusableCondition {
        @UpgradeCondition(value = "1.1.0", description = "x")
        Boolean holds(Handle handle) {
            return true;
        }
    }

    static class UnusableConditionParameter {
        @UpgradeCondition(value = "1.1.0", description = "x")
        boolean holds(UpgradeContext upgrade) {
            return true;
        }
    }

    static class UnusableConditionStatic {
        @UpgradeCondition(value = "1.1.0", description = "x")
        static boolean holds(Handle handle) {
            return true;
        }
    }

    static class UnusableSeveral {
        @RegisterUpgrade("1.1.0")
        @RegisterRollback("1.1.0")
        void up(Handle handle) {}
    }

    static class OnlineHandle {
        @RegisterUpgrade(value = "1.1.0", mode = UpgradeMode.ONLINE)
        void up(Handle handle) {}
    }

    static class OnlineContextAndHandle {
        @RegisterUpgrade(value = "1.1.0", mode = UpgradeMode.ONLINE)
        void up(UpgradeContext upgrade, Handle handle) {}
    }

    static class OnlineRollback {
        @RegisterRollback(value = "1.1.0", mode = UpgradeMode.ONLINE)
        void down(Handle handle) {}
    }

    private static Invocation invocation(Object object) {
        return RegistryBuilderTest.build(object)
                .upgrades()
                .get(SchemaVersion.parse("1.1.0"))
                .invocation();
    }
}
