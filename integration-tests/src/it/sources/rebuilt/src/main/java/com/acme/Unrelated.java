package com.acme;

/** Nothing here is memoized. */
final class Unrelated {
    static final String NAME = "before";

    private Unrelated() {}

    static String name() {
        return NAME;
    }
}
