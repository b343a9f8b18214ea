package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavacPluginTest {
    private static final String FIB = """
            import dev.memoize.*;
            final class Fib {
                static int executions;
                @Memoize(maxSize = 32) static long fib(int n) { executions++; return n < 2 ? n : fib(n - 1) + fib(n - 2); }
                static String run() { return fib(20) + " in " + executions + ", " + Memo.of(Fib::fib).cacheInfo(); }
            }
            """;

    @Test
    void theJarOnTheClassPathIsEnough() throws Exception {
        assertThat(Compilation.woven(FIB).load().call("Fib", "run"))
                .isEqualTo("6765 in 21, CacheInfo[hits=18, misses=21, maxSize=32, currSize=21]");
    }

    @Test
    void annotationProcessingChangesNothing() throws Exception {
        Compilation compiled = Compilation.of(List.of("-Xlint:all", "-Werror"), FIB.replace("executions++;", ""))
                .mustSucceed();
        assertThat(compiled.report()).isEmpty();
        assertThat(compiled.load().call("Fib", "run"))
                .isEqualTo("6765 in 0, CacheInfo[hits=18, misses=21, maxSize=32, currSize=21]");
    }
}
