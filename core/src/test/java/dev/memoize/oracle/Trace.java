package dev.memoize.oracle;

import java.util.Arrays;
import java.util.List;

/** What CPython did, event by event; see {@code lru_oracle.py}. */
final class Trace {
    private static final int CONTEXT = 12;

    private final List<String> lines;
    private int next;
    private int calls;

    Trace(List<String> lines) {
        this.lines = lines;
    }

    /** The first line: which Python recorded it, from which seed. */
    String header() {
        return lines.get(0);
    }

    /** Without what depends on who recorded it. */
    List<String> events() {
        return lines.subList(1, lines.size());
    }

    boolean hasNext() {
        while (next < lines.size() && lines.get(next).startsWith("#")) {
            next++;
        }
        return next < lines.size();
    }

    String[] next() {
        if (!hasNext()) {
            throw differs("the trace is over");
        }
        String[] words = lines.get(next++).split(" ");
        if (words[0].equals("c")) {
            calls++;
        }
        return words;
    }

    int line() {
        return next;
    }

    /** How many calls of a memoized function were read. */
    int calls() {
        return calls;
    }

    AssertionError differs(String how) {
        List<String> before = lines.subList(Math.max(0, next - CONTEXT), Math.min(next, lines.size()));
        return new AssertionError(
                how + "\nat line " + next + " of " + header() + ", after\n  " + String.join("\n  ", before));
    }

    static String[] after(int count, String[] words) {
        return Arrays.copyOfRange(words, count, words.length);
    }
}
