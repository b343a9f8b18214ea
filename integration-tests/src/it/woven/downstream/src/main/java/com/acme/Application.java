package com.acme;

import com.acme.upstream.Library;
import dev.memoize.Memoize;

final class Application {
    private Application() {}

    /** Its first call makes the library's 39, its second none. */
    @Memoize
    static long answer(int n) {
        return Library.fib(n);
    }
}
