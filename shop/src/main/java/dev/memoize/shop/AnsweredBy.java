package dev.memoize.shop;

/**
 * What a call was answered by. Told by what happened on the calling thread, so nothing of the memo is touched: the body
 * ran (database); no body ran, yet a product was made, which only decoding does (Redis); neither (heap, or the result
 * of another thread's call that was under way).
 */
enum AnsweredBy {
    HEAP("heap"),
    REDIS("Redis"),
    DATABASE("database");

    private static final ThreadLocal<Trace> TRACE = ThreadLocal.withInitial(Trace::new);

    final String title;

    AnsweredBy(String title) {
        this.title = title;
    }

    static Trace ofThisThread() {
        return TRACE.get();
    }

    static void productMade() {
        TRACE.get().made = true;
    }

    static void queried() {
        TRACE.get().queried = true;
    }

    /** Of one thread. */
    static final class Trace {
        private boolean made;
        private boolean queried;

        void begin() {
            made = false;
            queried = false;
        }

        AnsweredBy end() {
            return queried ? DATABASE : made ? REDIS : HEAP;
        }
    }
}
