package dev.memoize.oracle;

import dev.memoize.CacheInfo;
import dev.memoize.Memoize;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Does to Memoize what a trace says was done to lru_cache. The bodies read from the trace what they have to call,
 * return or throw, so that a body which runs although CPython's did not, or the other way round, finds the wrong event.
 */
final class Replay {
    /** What bodies throw. */
    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failure(int ordinal) {
            super("error " + ordinal, null, false, false);
        }
    }

    private record Cache(Subject subject, int maxSize, Values values, Map<String, Object> results) {}

    private final Trace trace;
    private final Subjects subjects;
    private final Random random;
    private final Map<String, Cache> caches = new HashMap<>();
    private final Map<String, Failure> failures = new HashMap<>();

    Replay(Trace trace, Subjects subjects, Random random) {
        this.trace = trace;
        this.subjects = subjects;
        this.random = random;
    }

    void run() {
        while (trace.hasNext()) {
            String[] event = trace.next();
            switch (event[0]) {
                case "n" -> create(event);
                case "c" -> call(event);
                case "z" -> clear(event);
                case "w" -> callOriginal(event);
                case "p" -> program(event);
                default -> throw trace.differs("not an event of the outermost level");
            }
        }
    }

    private static int maxSize(String word) {
        return word.equals("None") ? Memoize.UNBOUNDED : Integer.parseInt(word);
    }

    private void create(String[] event) {
        String name = event[1];
        int maxSize = maxSize(event[2]);
        boolean typed = event[3].equals("1");
        Subject.Body body = arguments -> body(name, arguments);
        Subject subject = subjects.create(maxSize, typed, event[4], Integer.parseInt(event[5]), body);
        caches.put(name, new Cache(subject, maxSize, new Values(typed, random), new HashMap<>()));
    }

    private void call(String[] event) {
        Cache cache = caches.get(event[1]);
        Object[] arguments = cache.values.decodeAll(Trace.after(2, event));
        if (random.nextInt(8) == 0) {
            cache.subject.peek(arguments);
        }
        Object result;
        try {
            result = cache.subject.call(arguments);
        } catch (Failure failure) {
            String[] raised = expect("e", "Memoize threw " + failure);
            if (failures.get(raised[1]) != failure) {
                throw trace.differs("Memoize threw " + failure);
            }
            compareInfo(cache, raised, 2);
            return;
        }
        String[] returned = expect("r", "Memoize returned " + result);
        Object expected = result(cache, returned[1]);
        boolean same = expected instanceof String ? result == expected : Objects.equals(result, expected);
        if (!same) {
            throw trace.differs("Memoize returned " + result);
        }
        compareInfo(cache, returned, 2);
    }

    private Object body(String name, Object[] arguments) {
        Cache cache = caches.get(name);
        compareInfo(cache, expect("b", "Memoize ran the body on " + Arrays.toString(arguments)), 1);
        for (; ; ) {
            String[] event = trace.next();
            switch (event[0]) {
                case "c":
                    call(event);
                    break;
                case "x":
                    throw failures.computeIfAbsent(event[1], ordinal -> new Failure(Integer.parseInt(ordinal)));
                case "v":
                    return result(cache, event[1]);
                default:
                    throw trace.differs("not an event of a body");
            }
        }
    }

    private static Object result(Cache cache, String word) {
        return word.equals("N")
                ? null
                : cache.results.computeIfAbsent(word, w -> cache.subject.result(Integer.parseInt(w)));
    }

    private String[] expect(String kind, String what) {
        String[] event = trace.next();
        if (!event[0].equals(kind)) {
            throw trace.differs(what + ", CPython did not");
        }
        return event;
    }

    private void clear(String[] event) {
        Cache cache = caches.get(event[1]);
        cache.subject.memo().cacheClear();
        compareInfo(cache, event, 2);
    }

    private void callOriginal(String[] event) {
        Cache cache = caches.get(event[1]);
        try {
            cache.subject.callOriginal(cache.values.decodeAll(Trace.after(2, event)));
        } catch (Failure failure) {
            // It is in the trace; here the point is that nothing is counted.
        }
        compareInfo(cache, expect("i", "Memoize ran the original"), 2);
    }

    private void compareInfo(Cache cache, String[] event, int from) {
        compare(cache.subject.memo().cacheInfo(), info(cache.maxSize, event, from));
    }

    private static CacheInfo info(int maxSize, String[] event, int from) {
        return new CacheInfo(
                Long.parseLong(event[from]),
                Long.parseLong(event[from + 1]),
                maxSize,
                Integer.parseInt(event[from + 2]));
    }

    private void compare(Object actual, Object expected) {
        if (!actual.equals(expected)) {
            throw trace.differs("Memoize has " + actual + ", CPython " + expected);
        }
    }

    private void program(String[] event) {
        int equals = Arrays.asList(event).indexOf("=");
        int maxSize = maxSize(event[2]);
        Values values = new Values(true, random);
        Object[] arguments = values.decodeAll(Arrays.copyOfRange(event, 4, equals));
        Programs.Outcome outcome = Programs.run(event[1], subjects.builder(maxSize, event[3].equals("1")), arguments);
        compare(outcome.result(), Long.parseLong(event[equals + 1]));
        compare(outcome.memo().cacheInfo(), info(maxSize, event, equals + 2));
    }
}
