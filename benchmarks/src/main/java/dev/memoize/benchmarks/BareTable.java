package dev.memoize.benchmarks;

/** The least that a look-up of an int can be: two arrays, no bound, no thread but one. The floor, not a cache. */
final class BareTable {
    private final int[] keys;
    private final long[] values;
    private final int shift;

    BareTable(int capacity) {
        keys = new int[capacity];
        values = new long[capacity];
        shift = Integer.numberOfLeadingZeros(capacity) + 1;
    }

    /** 0 is not a key. */
    void put(int key, long value) {
        int i = key * 0x9E3779B9 >>> shift;
        while (keys[i] != 0 && keys[i] != key) {
            i = i + 1 & keys.length - 1;
        }
        keys[i] = key;
        values[i] = value;
    }

    long get(int key) {
        int i = key * 0x9E3779B9 >>> shift;
        while (keys[i] != key) {
            i = i + 1 & keys.length - 1;
        }
        return values[i];
    }
}
