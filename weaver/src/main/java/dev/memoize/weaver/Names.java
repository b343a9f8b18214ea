package dev.memoize.weaver;

/**
 * What woven code links to, by name only: the weaver runs inside other people's compilers, where core's classes may be
 * of another version than the ones it was built with.
 */
final class Names {
    static final String MEMOIZE = "Ldev/memoize/Memoize;";
    static final String IGNORE = "Ldev/memoize/Memoize$Ignore;";
    static final String INVALIDATES = "Ldev/memoize/Invalidates;";
    static final String INVALIDATES_LIST = "Ldev/memoize/Invalidates$List;";
    static final String LOG_TIME = "Ldev/memoize/LogTime;";

    static final String WOVEN = "Ldev/memoize/memo/WovenGenerated;";
    static final String INVALIDATING = "Ldev/memoize/memo/InvalidatesByWeaver;";
    static final String TIMED = "Ldev/memoize/logtime/TimedByWeaver;";

    static final String INVALIDATION = "dev/memoize/memo/Invalidation";
    static final String BOOTSTRAP = "dev/memoize/memo/Bootstrap";
    static final String KEYED_MEMO = "dev/memoize/memo/KeyedMemo";
    static final String INSTANCES = "dev/memoize/memo/Instances";
    static final String KEYS = "dev/memoize/memo/Keys";
    static final String FLIGHT = "dev/memoize/memo/Flight";
    static final String WIDE_ENTRY = "dev/memoize/heap/WideEntry";
    static final String ROWS = "dev/memoize/heap/Rows";
    static final String LOG_SITE = "dev/memoize/logtime/LogSite";

    /**
     * JaCoCo filters synthetic methods but for those named {@code lambda$...}: this prefix is what keeps a body's lines
     * in its report.
     */
    static final String BODY_PREFIX = "lambda$memo$";

    /** Filtered by JaCoCo, for there are no lines in it. */
    static final String LEVEL_PREFIX = "memo$";

    /** The name of {@link RowLookup}s. Filtered by JaCoCo, too. */
    static final String ROW_LOOKUP = "findRow$memo";

    private Names() {}

    static String descriptor(String internalName) {
        return 'L' + internalName + ';';
    }
}
