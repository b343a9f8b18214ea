package dev.memoize.oracle;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The comparison with CPython is worth something only if it fails on an engine that is slightly wrong. */
class OracleFindsMistakesTest {
    @Test
    void aUseThatIsNotCountedButMovesTheKeyToTheFront() {
        assertDisturbanceIsFound((memo, arguments) -> {
            if (memo instanceof Memo1<?, ?>) {
                touch((Memo1<?, ?>) memo, arguments[0]);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static void touch(Memo1<?, ?> memo, Object argument) {
        Memo1<Object, Object> m = (Memo1<Object, Object>) memo;
        Object value = m.peek(argument);
        if (value != null) {
            m.put(argument, value);
        }
    }

    @Test
    void anEvictionTooMany() {
        assertDisturbanceIsFound((memo, arguments) -> {
            int maxSize = memo.cacheInfo().maxSize();
            memo.resize(Math.max(0, maxSize - 1));
            memo.resize(maxSize);
        });
    }

    @Test
    void numbersOfDifferentTypesThatAreTakenForDifferentKeys() {
        assertFound((maxSize, typed) -> Memo.builder().maxSize(maxSize).typed(true));
    }

    @Test
    void numbersOfDifferentTypesThatAreTakenForOneKey() {
        assertFound((maxSize, typed) -> Memo.builder().maxSize(maxSize).typed(false));
    }

    private static void assertDisturbanceIsFound(BiConsumer<Memo, Object[]> insteadOfPeeking) {
        Subjects plain = Subjects.plain();
        assertFound(new Subjects() {
            @Override
            public dev.memoize.MemoBuilder builder(int maxSize, boolean typed) {
                return plain.builder(maxSize, typed);
            }

            @Override
            public Subject create(int maxSize, boolean typed, String kind, int arity, Subject.Body body) {
                return new Spoiled(plain.create(maxSize, typed, kind, arity, body), insteadOfPeeking);
            }
        });
    }

    private static void assertFound(Subjects wrong) {
        Replay replay = new Replay(Python.corpus(), wrong, new Random(1));
        AssertionError found = assertThrows(AssertionError.class, replay::run);
        System.out.println("found: " + found.getMessage().lines().findFirst().orElseThrow());
    }

    /** Does something else where a replay looks at a key. */
    private record Spoiled(Subject of, BiConsumer<Memo, Object[]> insteadOfPeeking) implements Subject {
        @Override
        public Object call(Object[] arguments) {
            return of.call(arguments);
        }

        @Override
        public Object callOriginal(Object[] arguments) {
            return of.callOriginal(arguments);
        }

        @Override
        public Object peek(Object[] arguments) {
            insteadOfPeeking.accept(memo(), arguments);
            return null;
        }

        @Override
        public Memo memo() {
            return of.memo();
        }
    }
}
