package dev.memoize.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.heap.Entry;
import dev.memoize.heap.Equality;
import dev.memoize.heap.LongEntry;
import dev.memoize.heap.RefEntry;
import dev.memoize.heap.WideEntry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeyNamesTest {
    private record Point(int x, int y) {}

    private static KeyNames names(Equality equality) {
        return new KeyNames(new KeyedHash(1, 2), equality, KeyNames.MOST);
    }

    private static Entry ref(Object key) {
        return new RefEntry(0, key);
    }

    private static Entry wide(long[] words, Object... refs) {
        return new WideEntry(0, words, refs);
    }

    /** Of one method, whose keys all have one shape. */
    private static void assertDistinct(List<Entry> keys) {
        KeyNames names = names(Equality.TYPED);
        Set<Long> all = keys.stream().map(key -> names.name(key, 0)).collect(Collectors.toSet());
        assertThat(all).hasSize(keys.size());
        all.addAll(keys.stream().map(key -> names.name(key, 1)).toList());
        assertThat(all).as("of two caches").hasSize(2 * keys.size());
    }

    @Test
    void differentWordsHaveDifferentNames() {
        List<Entry> words = new ArrayList<>();
        List<Entry> pairs = new ArrayList<>();
        for (int i = -500; i < 500; i++) {
            words.add(new LongEntry(0, i));
            pairs.add(wide(new long[] {i, 1}));
            pairs.add(wide(new long[] {1, i + 5_000}));
        }
        assertDistinct(words);
        assertDistinct(pairs);
    }

    @Test
    void differentObjectsHaveDifferentNames() {
        List<Entry> keys = new ArrayList<>();
        for (int i = -500; i < 500; i++) {
            keys.add(ref((long) i));
            keys.add(ref(i));
            keys.add(ref((short) i));
            keys.add(ref((double) i));
            keys.add(ref((float) i));
            keys.add(ref(String.valueOf(i)));
            keys.add(ref((char) (i + 500)));
            keys.add(ref(BigDecimal.valueOf(i)));
            // Equal hash codes, as many as there are.
            keys.add(ref(new Point(i, -31 * i)));
            keys.add(ref(new int[] {i}));
            keys.add(ref(List.of(i)));
        }
        for (String s : List.of("", "\0", "\0\0", "a", "ab", "abc", "abcd", "abcd\0", "abcde", "true", "null")) {
            keys.add(ref(s));
        }
        for (Object other : new Object[] {null, true, false, (byte) 1}) {
            keys.add(ref(other));
        }
        assertDistinct(keys);
    }

    @Test
    void differentArgumentsHaveDifferentNames() {
        List<Entry> keys = new ArrayList<>();
        for (String a : List.of("", "a", "ab", "abcd", "b")) {
            for (Object b : new Object[] {"", "b", "bc", "bcd", 1, 1L, null, List.of()}) {
                keys.add(wide(new long[] {1}, a, b));
                keys.add(wide(new long[] {2}, a, b));
            }
        }
        assertDistinct(keys);
    }

    @Test
    void equalKeysHaveOneName() {
        KeyNames names = names(Equality.TYPED);
        Object[][] pairs = {
            {new String("a"), "a"},
            {new Point(1, 2), new Point(1, 2)},
            {new int[][] {{1}, {2}}, new int[][] {{1}, {2}}},
            {new ArrayList<>(List.of(1)), Arrays.asList(1)},
            {Double.NaN, Double.longBitsToDouble(0x7ff8_0000_0000_0001L)},
        };
        for (Object[] pair : pairs) {
            assertThat(names.name(ref(pair[0]), 0)).as(String.valueOf(pair[0])).isEqualTo(names.name(ref(pair[1]), 0));
        }
    }

    @Test
    void whereTypesAreNotToldApartOneNumberHasOneName() {
        KeyNames names = names(Equality.UNTYPED);
        Set<Long> one = new HashSet<>();
        for (Object key : List.of(1, 1L, 1.0, (short) 1, new BigDecimal("1.00"))) {
            one.add(names.name(ref(key), 0));
        }
        assertThat(one).hasSize(1);
        assertThat(names.name(ref(2), 0)).isNotIn(one);
    }

    @Test
    void theNamesOfAnotherRunAreOthers() {
        Entry key = new LongEntry(0, 7);
        assertThat(new KeyNames(new KeyedHash(1, 3), Equality.TYPED, 1).name(key, 0))
                .isNotEqualTo(names(Equality.TYPED).name(key, 0));
    }

    @Test
    void whatIsMoreThanIsRememberedIsToldApartByItsHashCode() {
        KeyNames names = new KeyNames(new KeyedHash(1, 2), Equality.TYPED, 2);
        long first = names.name(ref(List.of(1)), 0);
        names.name(ref(List.of(2)), 0);
        assertThat(names.isFull()).isTrue();
        long third = names.name(ref(List.of(3)), 0);
        assertThat(names.name(ref(List.of(3)), 0)).isEqualTo(third);
        assertThat(names.name(ref(List.of(4)), 0)).isNotEqualTo(third);
        assertThat(names.name(ref(List.of(1)), 0)).isEqualTo(first);
    }
}
