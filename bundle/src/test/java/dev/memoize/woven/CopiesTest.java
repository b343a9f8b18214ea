package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memoize;
import dev.memoize.Scope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A copy of an object does not share the caches of its original, nor take them along. */
@SuppressWarnings("memoize") // impure on purpose: how else to see what ran
class CopiesTest {
    static class Account implements Cloneable, Serializable {
        private static final long serialVersionUID = 1;

        int rate;
        transient int runs;

        Account(int rate) {
            this.rate = rate;
        }

        @Memoize
        int interest(int years) {
            runs++;
            return rate * years;
        }

        @Memoize
        String wide(String a, Object b) {
            runs++;
            return a + b + rate;
        }

        @Override
        protected Account clone() {
            try {
                return (Account) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T throughBytes(T object) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Test
    void aCloneHasCachesOfItsOwn() {
        Account original = new Account(3);
        assertThat(original.interest(2)).isEqualTo(6);
        assertThat(original.wide("a", 1)).isEqualTo("a13");
        Account copy = original.clone();
        copy.rate = 5;
        assertThat(copy.interest(2)).isEqualTo(10);
        assertThat(copy.wide("a", 1)).isEqualTo("a15");
        assertThat(original.interest(2)).isEqualTo(6);
        assertThat(original.wide("a", 1)).isEqualTo("a13");
        assertThat(Memo.of(original::interest).cacheInfo()).isEqualTo(new CacheInfo(1, 1, 128, 1));
        assertThat(Memo.of(copy::interest).cacheInfo()).isEqualTo(new CacheInfo(0, 1, 128, 1));
        Memo.of(copy::interest).cacheClear();
        assertThat(Memo.of(original::interest).peek(2)).isEqualTo(6);
        assertThat(original.runs).isEqualTo(2);
    }

    @Test
    void aWarmObjectIsSerializedWithoutItsCaches() throws Exception {
        Account original = new Account(3);
        original.interest(2);
        original.wide("a", new Object()); // what it holds is not serializable
        Account copy = throughBytes(original);
        assertThat(copy.rate).isEqualTo(3);
        copy.rate = 5;
        assertThat(copy.interest(2)).isEqualTo(10);
        assertThat(copy.interest(2)).isEqualTo(10);
        assertThat(copy.runs).isEqualTo(1);
        assertThat(original.interest(2)).isEqualTo(6);
    }

    @SuppressWarnings("serial") // the default serialVersionUID is the weaver's own test
    static class Streamed implements Serializable {
        int n = 4;

        @Memoize
        synchronized int twice(int x) {
            return n * x;
        }
    }

    @Test
    void onlyTheDeclaredFieldsAreInTheStream() {
        assertThat(Arrays.stream(ObjectStreamClass.lookup(Streamed.class).getFields())
                        .map(f -> f.getName()))
                .containsExactly("n");
    }

    record Pair(int a, String b) implements Serializable {
        @Memoize
        String joined(String between) {
            return a + between + b + System.identityHashCode(this);
        }

        @Memoize
        static int squared(int n) {
            return n * n;
        }
    }

    @Test
    void equalRecordsShareNoCacheAndStayEqual() throws Exception {
        Pair one = new Pair(1, "x");
        Pair two = new Pair(1, "x");
        String first = one.joined("-");
        assertThat(two.joined("-")).isNotEqualTo(first);
        assertThat(one.joined("-")).isEqualTo(first);
        assertThat(one).isEqualTo(two).hasSameHashCodeAs(two).hasToString("Pair[a=1, b=x]");
        assertThat(Pair.class.getRecordComponents())
                .extracting(c -> c.getName())
                .containsExactly("a", "b");
        Pair copy = throughBytes(one);
        assertThat(copy).isEqualTo(one);
        assertThat(Memo.of(copy::joined).cacheInfo()).isEqualTo(new CacheInfo(0, 0, 128, 0));
        assertThat(Pair.squared(4) + Pair.squared(4)).isEqualTo(32);
        assertThat(Memo.of(Pair::squared).cacheInfo().hits()).isEqualTo(1);
    }

    record ScopedPair(int a) {
        static int runs;

        @Memoize(scope = Scope.CLASS)
        int shared(int n) {
            return ++runs;
        }
    }

    @Test
    void withTheScopeOfTheClassEqualInstancesShareOneCache() {
        int first = new ScopedPair(1).shared(2);
        assertThat(new ScopedPair(1).shared(2)).isEqualTo(first);
        assertThat(new ScopedPair(2).shared(2)).isNotEqualTo(first);
        assertThat(Memo.of(ScopedPair::shared).cacheInfo()).isEqualTo(new CacheInfo(1, 2, 128, 2));
        assertThat(Memo.of(ScopedPair::shared).peek(new ScopedPair(1), 2)).isEqualTo(first);
        assertThat(Memo.of(new ScopedPair(1)::shared).peek(2)).isEqualTo(first);
    }

    enum Planet {
        EARTH(3),
        MARS(4);

        final int number;
        int runs;

        Planet(int number) {
            this.number = number;
        }

        @Memoize
        int weight(int mass) {
            runs++;
            return number * mass;
        }
    }

    @Test
    void eachEnumConstantHasItsCache() {
        assertThat(Planet.EARTH.weight(2)).isEqualTo(6);
        assertThat(Planet.MARS.weight(2)).isEqualTo(8);
        assertThat(Planet.EARTH.weight(2)).isEqualTo(6);
        assertThat(Planet.EARTH.runs).isEqualTo(1);
    }

    interface Greeter {
        String name();

        @Memoize
        default String greet(int times) {
            return (name() + System.nanoTime()).repeat(times);
        }
    }

    record Named(String name) implements Greeter {}

    @Test
    void eachInstanceOfAnInterfaceHasItsCacheOfADefaultMethod() {
        Named ann = new Named("Ann");
        Named bob = new Named("Ann");
        String greeting = ann.greet(1);
        assertThat(ann.greet(1)).isEqualTo(greeting);
        assertThat(bob.greet(1)).isNotEqualTo(greeting);
        assertThat(Memo.of(Greeter::greet).cacheInfo().hits()).isEqualTo(1);
    }

    static class Base {
        int runs;

        @Memoize
        int value(int n) {
            return n + ++runs;
        }
    }

    static final class Derived extends Base {
        @Override
        @Memoize
        int value(int n) {
            return 100 + super.value(n);
        }
    }

    @Test
    void anOverrideAndWhatItOverridesHaveACacheEach() {
        Derived d = new Derived();
        assertThat(d.value(1)).isEqualTo(102).isEqualTo(d.value(1));
        assertThat(d.runs).isEqualTo(1);
        Memo.of(d::value).cacheClear();
        assertThat(d.value(1)).isEqualTo(102);
        assertThat(d.runs).isEqualTo(1);
    }

    private int synchronizedRuns;

    @Memoize
    synchronized boolean holdsLock(int n) {
        synchronizedRuns++;
        return Thread.holdsLock(this);
    }

    @Test
    void theBodyOfASynchronizedMethodHoldsTheLock() {
        assertThat(holdsLock(1) && holdsLock(1)).isTrue();
        assertThat(synchronizedRuns).isEqualTo(1);
    }
}
