package dev.memoize.cli.simulate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A size of the cache as it is asked for: so many entries, or a share of the keys in the trace; where results have
 * weights, so much weight, or a share of what all keys weigh.
 */
record Size(String text, double number, boolean percent) {
    /** Fewer entries than this are no cache; a share that comes to less is left out. */
    private static final int FEWEST = 10;

    /** Throws {@link IllegalArgumentException} that names the size and the fix. */
    static Size parse(String text) {
        String trimmed = text.strip();
        boolean percent = trimmed.endsWith("%");
        String digits = percent ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        try {
            double number = new BigDecimal(digits).doubleValue();
            boolean possible = percent ? number > 0 && number <= 100 : number >= 1 && number == (long) number;
            if (possible) {
                return new Size(trimmed, number, percent);
            }
        } catch (NumberFormatException e) {
            // As for a number that is out of range.
        }
        throw new IllegalArgumentException(
                "size \"" + trimmed + "\" is neither a number of entries nor a share of the keys; use 100 or 2.5%");
    }

    /** So much for that trace; 0 if it would be too little. */
    long capacity(Trace trace) {
        if (!percent) {
            return trace.hasWeights() ? (long) number : (long) Math.min(number, Integer.MAX_VALUE - 1);
        }
        double share = number / 100;
        return trace.unique() * share < FEWEST - 0.5 ? 0 : Math.round(trace.totalWeight() * share);
    }

    static List<Long> capacities(List<Size> sizes, Trace trace) {
        List<Long> all = new ArrayList<>();
        for (Size size : sizes) {
            long capacity = size.capacity(trace);
            if (capacity > 0 && !all.contains(capacity)) {
                all.add(capacity);
            }
        }
        all.sort(null);
        return all;
    }
}
