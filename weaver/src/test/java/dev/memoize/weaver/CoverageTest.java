package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.analysis.IMethodCoverage;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.core.data.SessionInfoStore;
import org.jacoco.core.instr.Instrumenter;
import org.jacoco.core.runtime.LoggerRuntime;
import org.jacoco.core.runtime.RuntimeData;
import org.junit.jupiter.api.Test;

/** JaCoCo on woven classes: the body's lines are reported, the weaver's code is not. */
class CoverageTest {
    private static final String SOURCE = """
            import dev.memoize.*;
            class Covered {
                @Memoize static int f(int n) {
                    if (n > 0) {
                        return n;
                    }
                    return -n;
                }
                @Memoize int g(String s, long unused) {
                    return s.length();
                }
                static void run() {
                    f(1);
                    f(1);
                    new Covered().g("x", 1);
                }
            }
            """;

    @Test
    void linesOfTheBodyAreCoveredAndTheTrampolineIsLeftOut() throws Exception {
        IClassCoverage coverage = coverage("Covered", Compilation.woven(SOURCE).classes);
        List<String> lines = new ArrayList<>();
        for (int line = coverage.getFirstLine(); line <= coverage.getLastLine(); line++) {
            int status = coverage.getLine(line).getStatus();
            if (status != ICounter.EMPTY) {
                lines.add(line
                        + (status == ICounter.FULLY_COVERED
                                ? " full"
                                : status == ICounter.PARTLY_COVERED ? " part" : " none"));
            }
        }
        assertThat(lines)
                .containsExactly(
                        "2 full", "4 part", "5 full", "7 none", "10 full", "13 full", "14 full", "15 full", "16 full");
        assertThat(coverage.getMethods().stream().map(IMethodCoverage::getName))
                .containsExactlyInAnyOrder("<init>", "lambda$memo$f", "lambda$memo$g", "run");
    }

    private static IClassCoverage coverage(String name, Map<String, byte[]> classes) throws Exception {
        LoggerRuntime runtime = new LoggerRuntime();
        RuntimeData data = new RuntimeData();
        runtime.startup(data);
        Map<String, byte[]> instrumented = new TreeMap<>(classes);
        instrumented.put(name, new Instrumenter(runtime).instrument(classes.get(name), name));
        new Compilation.Loaded(instrumented).call(name, "run");
        ExecutionDataStore executions = new ExecutionDataStore();
        data.collect(executions, new SessionInfoStore(), false);
        runtime.shutdown();
        CoverageBuilder builder = new CoverageBuilder();
        new Analyzer(executions, builder).analyzeClass(classes.get(name), name);
        return builder.getClasses().iterator().next();
    }
}
