package dev.memoize.weaver;

import java.util.Locale;
import javax.tools.Diagnostic;

/** What the lint looks for. The names are what users write into {@code @SuppressWarnings}, so they are kept. */
enum Lint {
    /** Callers share a result that any of them can change. */
    MUTABLE_RESULT,
    /** The result can be used once. */
    ONE_SHOT_RESULT,
    /** The result fails or arrives later, and is remembered before. */
    ASYNC_RESULT,
    /** There is nothing to remember. */
    NO_RESULT,
    /** An argument that changes is no longer found. */
    MUTABLE_KEY,
    /** Only the very same object is found again. */
    IDENTITY_KEY,
    /** An argument splits the cache and does not matter. */
    UNUSED_KEY,
    /** The body changes its argument, which a hit does not. */
    CHANGES_ARGUMENT,
    CLOCK,
    RANDOM,
    PROPERTY,
    /** The body uses a static field that changes. */
    MUTABLE_STATIC,
    /** The body uses a field of its object that changes. */
    MUTABLE_FIELD,
    /** An attribute that does nothing. */
    NO_EFFECT,
    /** What was written can be seen after the method has returned, and is invalidated before. */
    BEFORE_COMMIT,
    /** The body prints, which a hit does not. */
    PRINTS;

    /** Suppresses everything. */
    static final String ALL = "memoize";

    String key() {
        return ALL + ':' + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Ordinary warnings, which {@code -nowarn} silences; prints are mostly meant, so they never fail a build. */
    Diagnostic.Kind kind() {
        return this == PRINTS ? Diagnostic.Kind.NOTE : Diagnostic.Kind.WARNING;
    }
}
