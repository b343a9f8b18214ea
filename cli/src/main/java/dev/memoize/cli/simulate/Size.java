package dev.memoize.cli.simulate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A size of the cache as it is asked for: so many entries, or a share of the keys in the trace. */
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
            boolean possible = percent ? number > 0 && number <= 100 : number >= 1 && number == (int) number;
            if (possible) {
                return new Size(trimmed, number, percent);
            }
        } catch (NumberFormatException e) {
            // As for a number that is out of range.
        }
        throw new IllegalArgumentException(
                "size \"" + trimmed + "\" is neither a number of entries nor a share of the keys; use 100 or 2.5%");
    }

    /** So many entries for that trace; 0 if they would be too few. */
    int entries(Trace trace) {
        if (!percent) {
            return (int) number;
        }
        int entries = (int) Math.round(trace.unique() * number / 100);
        return entries < FEWEST ? 0 : entries;
    }

    static List<Integer> entries(List<Size> sizes, Trace trace) {
        List<Integer> all = new ArrayList<>();
        for (Size size : sizes) {
            int entries = size.entries(trace);
            if (entries > 0 && !all.contains(entries)) {
                all.add(entries);
            }
        }
        all.sort(null);
        return all;
    }
}
