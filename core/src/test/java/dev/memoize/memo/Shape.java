package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.spi.Ticker;
import java.util.Objects;

/** What keys and results look like: one constant for each path through the engine. */
enum Shape {
    LONG_TO_LONG("(J)J"),
    LONG_TO_LONG_FLAT("(J)J"),
    LONG_TO_REFERENCE("(J)Ljava/lang/Object;"),
    REFERENCE_TO_LONG("(Ljava/lang/Object;)J"),
    REFERENCE_TO_LONG_FLAT("(Ljava/lang/Object;)J"),
    REFERENCE_TO_REFERENCE("(Ljava/lang/Object;)Ljava/lang/Object;"),
    /** All keys have one hash. */
    COLLIDING("(Ljava/lang/Object;)Ljava/lang/Object;"),
    COLLIDING_FLAT("(Ljava/lang/Object;)J"),
    TWO_REFERENCES("(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;"),
    THREE_REFERENCES("(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;"),
    WIDE_TO_LONG("(ILjava/lang/Object;J)J"),
    WIDE_TO_LONG_FLAT("(ILjava/lang/Object;J)J");

    private final String descriptor;

    Shape(String descriptor) {
        this.descriptor = descriptor;
    }

    boolean hasReferenceKeys() {
        return !isLong();
    }

    boolean isLong() {
        return descriptor.startsWith("(J)");
    }

    boolean isFlat() {
        return name().endsWith("FLAT");
    }

    boolean isColliding() {
        return this == COLLIDING || this == COLLIDING_FLAT;
    }

    private boolean isWide() {
        return descriptor.startsWith("(I");
    }

    boolean hasReferenceResults() {
        return !descriptor.endsWith("J");
    }

    Engine subject(Settings settings, Ticker ticker) {
        return subject(settings, Callbacks.NONE, ticker);
    }

    Engine subject(Settings settings, Callbacks callbacks, Ticker ticker) {
        return new Engine(this, MemoizedMethod.function("matrix", descriptor, settings, callbacks), ticker);
    }

    /** The engine itself, called as functions call it. */
    static final class Engine implements Subject {
        private final Shape shape;
        final KeyedMemo memo;
        private volatile Body body = key -> (long) key;

        private Engine(Shape shape, MemoizedMethod method, Ticker ticker) {
            this.shape = shape;
            if (shape.isLong()) {
                memo = new LongKeyMemo(method, null, ticker, shape.isFlat());
            } else if (shape == TWO_REFERENCES || shape == THREE_REFERENCES || shape.isWide()) {
                memo = new WideKeyMemo(method, null, ticker, shape.isFlat());
            } else {
                memo = new RefKeyMemo(method, null, ticker, shape.isFlat());
            }
        }

        /** {@code equals} and {@code hashCode} may be made to throw, see {@link Faults}. */
        static final class Key {
            final int n;
            private final int hash;

            Key(int n, int hash) {
                this.n = n;
                this.hash = hash;
            }

            @Override
            public int hashCode() {
                Faults.pass("hashCode");
                return hash;
            }

            @Override
            public boolean equals(Object other) {
                Faults.pass("equals");
                return other instanceof Key && ((Key) other).n == n;
            }

            @Override
            public String toString() {
                return "key " + n;
            }
        }

        private Object key(int n) {
            return new Key(n, shape.isColliding() ? 42 : n);
        }

        private static int number(Object key) {
            return key instanceof Key ? ((Key) key).n : ((Number) key).intValue();
        }

        private Object[] arguments(Object key) {
            switch (shape) {
                case TWO_REFERENCES:
                    return new Object[] {key, "b"};
                case THREE_REFERENCES:
                    return new Object[] {null, key, "c"};
                case WIDE_TO_LONG:
                case WIDE_TO_LONG_FLAT:
                    return new Object[] {number(key) & 1, key, 5L};
                default:
                    return new Object[] {key};
            }
        }

        private Object[] arguments(int key) {
            return shape.isLong() ? new Object[] {(long) key} : arguments(key(key));
        }

        @Override
        public void body(Body newBody) {
            body = newBody;
        }

        @Override
        public Object call(int key) {
            switch (shape) {
                case LONG_TO_LONG:
                case LONG_TO_LONG_FLAT:
                    return ((LongKeyMemo) memo).computeLong(key, k -> (Long) run((int) k));
                case LONG_TO_REFERENCE:
                    return ((LongKeyMemo) memo).compute(key, k -> run((int) k));
                default:
                    return callWith(key(key));
            }
        }

        @Override
        public boolean takesAnyNumber() {
            return shape.hasReferenceKeys();
        }

        @Override
        public Object call(Number key) {
            return callWith(key);
        }

        private Object callWith(Object key) {
            switch (shape) {
                case REFERENCE_TO_LONG:
                case REFERENCE_TO_LONG_FLAT:
                case COLLIDING_FLAT:
                    return ((RefKeyMemo) memo).computeLong(key, k -> (Long) run(number(k)));
                case TWO_REFERENCES:
                    return ((WideKeyMemo) memo).compute(key, "b", (k, b) -> run(number(k)));
                case THREE_REFERENCES:
                    return ((WideKeyMemo) memo).compute(arguments(key), a -> run(number(a[1])));
                case WIDE_TO_LONG:
                case WIDE_TO_LONG_FLAT:
                    return WideCall.call((WideKeyMemo) memo, number(key) & 1, key, 5, k -> (Long) run(number(k)));
                default:
                    return ((RefKeyMemo) memo).compute(key, k -> run(number(k)));
            }
        }

        private Object run(int key) {
            try {
                return body.compute(key);
            } catch (Exception e) {
                throw Sneaky.<RuntimeException>uncheck(e);
            }
        }

        @Override
        public Object peek(int key) {
            return memo.peek(arguments(key), ABSENT);
        }

        @Override
        public void put(int key, Object result) {
            memo.put(arguments(key), result);
        }

        @Override
        public boolean invalidate(int key) {
            return memo.invalidate(arguments(key));
        }

        @Override
        public int invalidateEven() {
            int at = shape == THREE_REFERENCES || shape.isWide() ? 1 : 0;
            return memo.invalidateIf(arguments -> {
                Faults.pass("predicate");
                return number(arguments[at]) % 2 == 0;
            });
        }

        @Override
        public void clear() {
            memo.clear();
        }

        @Override
        public void resize(int maxSize) {
            memo.resize(maxSize);
        }

        @Override
        public Counts counts() {
            return memo.counts();
        }

        @Override
        public int pending() {
            int pending = 0;
            synchronized (memo) {
                for (Entry e : memo.entries()) {
                    pending += Objects.isNull(e.value()) || e.computing() != 0 ? 1 : 0;
                }
            }
            return pending;
        }

        @Override
        public boolean hasReferenceResults() {
            return shape.hasReferenceResults();
        }
    }
}
