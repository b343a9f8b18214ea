package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void nothingSaidMeansTheDefaultsOfTheAnnotation() {
        Settings s = Settings.parse("");
        assertEquals(128, s.maxSize());
        assertTrue(s.typed());
        assertEquals(0, s.ttlNanos());
        assertTrue(s.singleFlight());
        assertFalse(s.perClass());
        assertEquals(Set.of(), s.ignored());
    }

    @Test
    void everyPairIsTaken() {
        Settings s = Settings.parse("maxSize=32 typed=false ttl=10m singleFlight=false scope=CLASS ignore=1,3");
        assertEquals(32, s.maxSize());
        assertFalse(s.typed());
        assertEquals(Duration.ofMinutes(10).toNanos(), s.ttlNanos());
        assertFalse(s.singleFlight());
        assertTrue(s.perClass());
        assertEquals(Set.of(1, 3), s.ignored());
    }

    @Test
    void aValueMayHaveASpaceInIt() {
        Settings s = Settings.parse("maxSize=32 ttl=10 s typed=false");
        assertEquals(Duration.ofSeconds(10).toNanos(), s.ttlNanos());
        assertFalse(s.typed());
    }

    @ParameterizedTest
    @CsvSource({
        "7ns,7",
        "7us,7000",
        "250ms,250000000",
        "10s,10000000000",
        "5m,300000000000",
        "2h,7200000000000",
        "1d,86400000000000",
        "PT10M,600000000000",
        "PT0.5S,500000000",
        "10 S,10000000000"
    })
    void durationsAreReadInBothForms(String text, long nanos) {
        assertEquals(nanos, Settings.DEFAULT.with("ttl", text).ttlNanos());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxSize | -7 | maxSize is -7; use 0 to disable storage or Memoize.UNBOUNDED",
                "maxSize | many | maxSize is \"many\"; use a whole number from 0 to 2147483647, or \"unbounded\"",
                "typed | yes | typed is \"yes\"; use true or false",
                "singleFlight | 1 | singleFlight is \"1\"; use true or false",
                "ttl | soon | ttl is \"soon\"; use a number and a unit such as 250ms, 10s, 5m, 2h or 1d, or ISO-8601 such as PT10M",
                "ttl | 0s | ttl is \"0s\"; use more than 0, or maxSize = 0 to store nothing",
                "ttl | PT-1S | ttl is \"PT-1S\"; use more than 0, or maxSize = 0 to store nothing",
                "ttl | 999999999999999999d | ttl is \"999999999999999999d\"; use a number and a unit such as 250ms, 10s, 5m, 2h or 1d, or ISO-8601 such as PT10M",
                "ttl | 99999d | ttl is PT2399976H; use at least 1 ns and at most 100 years, or leave it out",
                "eviction | MRU | eviction is \"MRU\"; use LRU, FIFO, SIEVE, ADAPTIVE, COST_AWARE",
                "maxsize | 3 | \"maxsize\" is not an attribute of @Memoize; known: deepRecursion, eviction, expireAfterAccess, jitter, maxSize, record, refreshAfterWrite, singleFlight, staleIfError, tier, ttl, typed, version, scope, tags",
            })
    void aBadValueIsNamedWithItsFix(String name, String value, String message) {
        Throwable t = assertThrows(IllegalArgumentException.class, () -> Settings.DEFAULT.with(name, value));
        assertEquals(message, t.getMessage());
    }
}
