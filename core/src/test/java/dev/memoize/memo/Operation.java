package dev.memoize.memo;

/** What is done to a memo while user code throws, the stack ends or memory runs out. */
enum Operation {
    HIT {
        @Override
        void run(Subject memo, int fresh) {
            memo.call(LAST);
        }
    },
    MISS {
        @Override
        void run(Subject memo, int fresh) {
            memo.call(fresh);
        }
    },
    RECURSIVE_MISS {
        @Override
        void run(Subject memo, int fresh) {
            memo.call(fresh + RECURSION);
        }
    },
    MANY_MISSES {
        @Override
        void run(Subject memo, int fresh) {
            for (int i = 0; i < 70; i++) {
                memo.call(fresh + i);
            }
        }
    },
    PUT {
        @Override
        void run(Subject memo, int fresh) {
            memo.put(fresh, value(fresh));
        }
    },
    PUT_AGAIN {
        @Override
        void run(Subject memo, int fresh) {
            memo.put(LAST, value(LAST));
        }
    },
    PEEK {
        @Override
        void run(Subject memo, int fresh) {
            memo.peek(LAST);
        }
    },
    INVALIDATE {
        @Override
        void run(Subject memo, int fresh) {
            memo.invalidate(LAST);
        }
    },
    INVALIDATE_EVEN {
        @Override
        void run(Subject memo, int fresh) {
            memo.invalidateEven();
        }
    },
    CLEAR {
        @Override
        void run(Subject memo, int fresh) {
            memo.clear();
        }
    },
    RESIZE {
        @Override
        void run(Subject memo, int fresh) {
            memo.resize(Integer.MAX_VALUE);
            memo.call(fresh);
            memo.call(fresh + 1);
            memo.resize(SIZE);
        }
    };

    static final int SIZE = 8;
    /** The key that was used last before an operation. */
    static final int LAST = SIZE - 1;
    /** Keys that leave this remainder call the next lower one. */
    static final int RECURSION = 7;

    abstract void run(Subject memo, int fresh);

    static long value(int key) {
        return key * 31L + 7;
    }

    /** The memoized function: each seventh group of keys is recursive. */
    static Subject.Body body(Subject memo) {
        return key -> {
            Faults.pass("body");
            if (key % 100 > 0 && key % 100 <= RECURSION && key >= 1000) {
                return (long) memo.call(key - 1) + 31;
            }
            return value(key);
        };
    }
}
