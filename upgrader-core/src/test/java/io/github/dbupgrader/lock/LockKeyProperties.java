package io.github.dbupgrader.lock;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LockKeyProperties {

    record Place(String database, String schema, String prefix, String component) {
        LockKey key() {
            return LockKey.ofComponent(database, schema, prefix, component);
        }

        LockKey layoutKey() {
            return LockKey.ofLayout(database, schema, prefix);
        }
    }

    /** Short names of few letters, so that the same ones come up in other places. PostgreSQL has no zero character in texts. */
    @Provide
    Arbitrary<Place> places() {
        Arbitrary<String> name = Arbitraries.oneOf(
                Arbitraries.strings().withChars("ab").ofMaxLength(2),
                Arbitraries.strings().alpha().ofMaxLength(5));
        return Combinators.combine(name, name, name, name).as(Place::new);
    }

    @Label("upgrades 41: the key derives from database, schema, table prefix and component")
    @Property
    void ofComponent_equalExactlyInOnePlace(@ForAll("places") Place a, @ForAll("places") Place b) {
        assertThat(a.key().equals(b.key())).isEqualTo(a.equals(b));
    }

    @Label("upgrades 14: the key for the tables leaves the component out, and is no component's")
    @Property
    void ofLayout_leavesTheComponentOut(@ForAll("places") Place place, @ForAll("places") Place other) {
        Place sibling = new Place(place.database(), place.schema(), place.prefix(), other.component());

        assertThat(place.layoutKey()).isEqualTo(sibling.layoutKey());
        assertThat(place.layoutKey()).isNotEqualTo(other.key());
    }

    @Property
    void halves_makeTheKey(@ForAll long value) {
        LockKey key = new LockKey(value);

        assertThat(((long) key.high() << 32) | Integer.toUnsignedLong(key.low()))
                .isEqualTo(value);
    }

    /** Another release must meet the same lock, or two of them would upgrade one database at once. */
    @Label("upgrades 41: the same key in every release")
    @Example
    void ofComponent_isStable() {
        assertThat(LockKey.ofComponent("farm", "public", "database_", "application"))
                .isEqualTo(new LockKey(-4856344878699412318L));
        assertThat(LockKey.ofLayout("farm", "public", "database_")).isEqualTo(new LockKey(2601398970855093833L));
    }

    @Label(
            "upgrades 42: taken twice, so that giving one back and taking it again proves it without ever being without it")
    @Example
    void sql_takesTwiceAndProvesWithOne() {
        LockKey key = new LockKey(-5);

        assertThat(key.tryTwice()).isEqualTo("(pg_try_advisory_lock(-5) and pg_try_advisory_lock(-5))");
        assertThat(key.prove())
                .isEqualTo("case when pg_advisory_unlock(-5) then pg_try_advisory_lock(-5) else false end");
    }
}
