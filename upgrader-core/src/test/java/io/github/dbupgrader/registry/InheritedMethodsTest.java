package io.github.dbupgrader.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.registry.elsewhere.FarmUpgrades;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("upgrades 7: an inherited or overridden method registers once, and proxies work")
class InheritedMethodsTest {

    private static final String HERE = InheritedMethodsTest.class.getName();

    static class Base {
        final List<String> called = new ArrayList<>();

        @RegisterUpgrade("1.0.0")
        public void up(Handle handle) {
            called.add("base");
        }
    }

    static class Inherits extends Base {}

    static class InheritsAgain extends Inherits {}

    @Test
    void inherited_registersOnce() throws Exception {
        InheritsAgain object = new InheritsAgain();

        assertThat(run(object)).containsExactly("1.0.0 " + HERE + "$Base#up");
        assertThat(object.called).containsExactly("base");
    }

    static class OverridesAnnotated extends Inherits {
        @Override
        @RegisterUpgrade("1.1.0")
        public void up(Handle handle) {
            called.add("override");
        }
    }

    @Test
    void overriddenAndAnnotated_registersTheOverrideOnly() throws Exception {
        OverridesAnnotated object = new OverridesAnnotated();

        assertThat(run(object)).containsExactly("1.1.0 " + HERE + "$OverridesAnnotated#up");
        assertThat(object.called).containsExactly("override");
    }

    /** As a library of proxies makes it: a subclass whose methods carry no annotations. */
    static class SubclassProxy extends Base {
        @Override
        public void up(Handle handle) {
            called.add("before");
            super.up(handle);
        }
    }

    @Test
    void subclassProxy_isCalledThroughTheAnnotatedMethod() throws Exception {
        SubclassProxy object = new SubclassProxy();

        assertThat(run(object)).containsExactly("1.0.0 " + HERE + "$Base#up");
        assertThat(object.called).containsExactly("before", "base");
    }

    static class Overloads extends Base {
        @RegisterUpgrade("1.1.0")
        public void up(UpgradeContext upgrade) {
            called.add("overload");
        }
    }

    @Test
    void overloaded_isAnotherMethod() throws Exception {
        Overloads object = new Overloads();

        assertThat(run(object)).containsExactly("1.0.0 " + HERE + "$Base#up", "1.1.0 " + HERE + "$Overloads#up");
        assertThat(object.called).containsExactly("base", "overload");
    }

    interface Contract {
        @RegisterUpgrade("2.0.0")
        void up(Handle handle);
    }

    interface WithDefault {
        @RegisterUpgrade("2.0.0")
        default void up(Handle handle) {}
    }

    interface MoreSpecific extends WithDefault {
        @Override
        @RegisterUpgrade("2.1.0")
        default void up(Handle handle) {}
    }

    static class ThroughInterface implements WithDefault {}

    interface InheritsDefault extends WithDefault {}

    static class ThroughInheritingInterface implements InheritsDefault {}

    static class ThroughBothInterfaces implements WithDefault, MoreSpecific {}

    static class BaseAndInterface extends Base implements WithDefault {}

    @Test
    void interfaceDefault_registersTheMostSpecificOnce() throws Exception {
        assertThat(run(new ThroughInterface())).containsExactly("2.0.0 " + HERE + "$WithDefault#up");
        assertThat(run(new ThroughInheritingInterface())).containsExactly("2.0.0 " + HERE + "$WithDefault#up");
        assertThat(run(new ThroughBothInterfaces())).containsExactly("2.1.0 " + HERE + "$MoreSpecific#up");
        assertThat(run(new BaseAndInterface()))
                .as("a class wins over an interface")
                .containsExactly("1.0.0 " + HERE + "$Base#up");
    }

    @Test
    void jdkProxy_ofAnAnnotatedInterface_works() throws Exception {
        List<String> called = new ArrayList<>();
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Contract.class}, (self, method, arguments) -> {
                    called.add(method.getName());
                    return null;
                });

        assertThat(run(proxy)).containsExactly("2.0.0 " + HERE + "$Contract#up");
        assertThat(called).containsExactly("up");
    }

    static class Implements implements Contract {
        @Override
        public void up(Handle handle) {}
    }

    static class ImplementsAnnotated implements Contract {
        @Override
        @RegisterUpgrade("2.1.0")
        public void up(Handle handle) {}
    }

    @DisplayName("upgrades 4: an abstract method is refused, unless what implements it is annotated too or a proxy")
    @Test
    void abstractMethod_isRefused() throws Exception {
        assertThatThrownBy(() -> run(new Implements()))
                .hasMessage("UPG-103 " + HERE + "$Contract#up cannot be called as it is: it is abstract. Fix: annotate"
                        + " the method that implements it.");
        assertThat(run(new ImplementsAnnotated())).containsExactly("2.1.0 " + HERE + "$ImplementsAnnotated#up");
    }

    abstract static class Generic<T> {
        abstract void up(T argument);
    }

    static class OfGeneric extends Generic<Handle> {
        @Override
        @RegisterUpgrade("3.0.0")
        void up(Handle handle) {}
    }

    /** The compiler gives a public class bridges, with annotations, to public methods of a hidden superclass. */
    public static class Bridged extends Base {}

    @Test
    void bridges_areNotMethodsOfTheirOwn() throws Exception {
        assertThat(run(new OfGeneric())).containsExactly("3.0.0 " + HERE + "$OfGeneric#up");
        assertThat(run(new Bridged())).containsExactly("1.0.0 " + HERE + "$Base#up");
    }

    static class HidesPrivate extends HasPrivate {
        @RegisterUpgrade("1.1.0")
        void up(Handle handle) {}
    }

    static class HasPrivate {
        @RegisterUpgrade("1.0.0")
        private void up(Handle handle) {}
    }

    static class HidesStatic extends HasStatic {
        @RegisterUpgrade("1.1.0")
        static void up(Handle handle) {}
    }

    static class HasStatic {
        @RegisterUpgrade("1.0.0")
        static void up(Handle handle) {}
    }

    @DisplayName("upgrades 4: what a subclass hides but cannot override is refused, and not lost")
    @Test
    void hiddenMethod_isRefused() {
        assertThatThrownBy(() -> run(new HidesPrivate()))
                .hasMessageStartingWith("UPG-103 " + HERE + "$HasPrivate#up cannot be called as it is: it is private.");
        assertThatThrownBy(() -> run(new HidesStatic())).hasMessageContaining("it is static.");
    }

    static class OfAnotherPackage extends FarmUpgrades {
        @RegisterUpgrade("1.1.0")
        void addTariff(Handle handle) {
            called.add("the subclass's");
        }
    }

    @Test
    void packagePrivateMethodOfAnotherPackage_isAMethodOfItsOwn() throws Exception {
        OfAnotherPackage object = new OfAnotherPackage();

        assertThat(run(object))
                .containsExactly(
                        "1.0.0 " + FarmUpgrades.class.getName() + "#addTariff",
                        "1.1.0 " + HERE + "$OfAnotherPackage#addTariff");
        assertThat(object.called).containsExactly("the superclass's", "the subclass's");
    }

    private static List<String> run(Object object) throws Exception {
        List<String> ran = new ArrayList<>();
        for (RegisteredMethod upgrade :
                RegistryBuilderTest.build(object).upgrades().values()) {
            upgrade.invocation().invoke(Pretended.context(), Pretended.handle());
            ran.add(upgrade.version() + " " + upgrade.origin());
        }
        return ran;
    }
}
