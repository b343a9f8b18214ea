package dev.memoize;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as an agent, in JVMs of its own. */
class AgentIT {
    private static final String FIB = """
            import dev.memoize.*;
            public class Fib {
                static int runs;
                @SuppressWarnings("memoize") @Memoize(maxSize = 32) static long fib(int n) { runs++; return n < 2 ? n : fib(n - 1) + fib(n - 2); }
                public static void main(String[] args) throws Exception {
                    System.out.println(fib(20) + " in " + runs + ", " + Memo.of(Fib::fib).cacheInfo());
                }
            }
            """;
    private static final String WOVEN = "6765 in 21, CacheInfo[hits=18, misses=21, maxSize=32, currSize=21]";

    @TempDir
    Path directory;

    @Test
    void sourceLauncher() throws Exception {
        Files.writeString(directory.resolve("Fib.java"), FIB);
        Java java = Java.run(directory, "java", Java.AGENT, "-cp", Java.JAR.toString(), "Fib.java");
        assertThat(java.output().strip()).isEqualTo(WOVEN);
    }

    @Test
    void sourceLauncherWithoutTheAgentIsAnError() throws Exception {
        Files.writeString(directory.resolve("Fib.java"), FIB);
        Java java = Java.run(directory, "java", "-cp", Java.JAR.toString(), "Fib.java");
        assertThat(java.output())
                .contains("error: [memoize] Fib is not memoized: the compiler's file manager")
                .contains("Run with -javaagent:memoize.jar");
        assertThat(java.exitCode()).isNotZero();
    }

    @Test
    void unwovenClassPath() throws Exception {
        Java.compileUnwoven(directory, "Fib", FIB);
        assertThat(Java.run(directory, "java", Java.AGENT, "-cp", classPath(), "Fib")
                        .output()
                        .strip())
                .isEqualTo(WOVEN);
        assertThat(Java.run(directory, "java", "-cp", classPath(), "Fib").output())
                .contains("Fib.fib is annotated with @Memoize but not woven")
                .contains("-javaagent:memoize.jar");
    }

    private String classPath() {
        return directory.resolve("classes") + File.pathSeparator + Java.JAR;
    }

    private static final String SNIPPETS = """
            import dev.memoize.*;
            int runs;
            @Memoize static long fib(int n) { runs++; return n < 2 ? n : fib(n - 1) + fib(n - 2); }
            class Shop { @Memoize int price(int n) { runs++; return n; } }
            var shop = new Shop();
            System.out.println(fib(20) + " in " + runs);
            System.out.println(shop.price(1) + shop.price(1) + " in " + runs);
            record R(int n) { @Memoize int twice() { runs++; return 2 * n; } }
            var r = new R(4);
            System.out.println(r.twice() + r.twice() + " in " + runs);
            @Memoize static long fib(int n) { runs++; return -n; }
            System.out.println(fib(20) + fib(20) + " in " + runs);
            /exit
            """;

    @Test
    void jshell() throws Exception {
        Files.writeString(directory.resolve("snippets.jsh"), SNIPPETS);
        Java jshell = Java.run(
                directory,
                "jshell",
                "-J-Djava.util.prefs.userRoot=" + directory,
                "-R" + Java.AGENT,
                "--class-path",
                Java.JAR.toString(),
                "snippets.jsh");
        assertThat(jshell.output()).contains("6765 in 21", "2 in 22", "16 in 23", "-40 in 24");
        assertThat(jshell.output()).doesNotContain("memoize]");
    }

    @Test
    void jshellWithoutTheAgentIsAnError() throws Exception {
        Files.writeString(directory.resolve("snippets.jsh"), SNIPPETS);
        Java jshell = Java.run(
                directory,
                "jshell",
                "-J-Djava.util.prefs.userRoot=" + directory,
                "--class-path",
                Java.JAR.toString(),
                "snippets.jsh");
        assertThat(jshell.output())
                .contains(
                        "[memoize] JShell needs the agent for methods annotated with @Memoize or @LogTime: start it with jshell -R-javaagent:memoize.jar");
    }

    /** An application's own jar may start the agent. */
    @Test
    void launcherAgent() throws Exception {
        Java.compileUnwoven(directory, "Fib", FIB);
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, "Fib");
        main.put(Attributes.Name.CLASS_PATH, Java.JAR.toUri().toString() + " classes/");
        main.putValue("Launcher-Agent-Class", "dev.memoize.weaver.MemoizeAgent");
        try (OutputStream file = Files.newOutputStream(directory.resolve("app.jar"))) {
            new JarOutputStream(file, manifest).close();
        }
        assertThat(Java.run(directory, "java", "-jar", "app.jar").output()).contains(WOVEN);
    }

    @Test
    void attachedToARunningJvmItWeavesWhatIsStillToBeLoaded() throws Exception {
        Java.compileUnwoven(
                directory,
                "Waiting",
                FIB.replace("class Fib", "class Waiting")
                        .replace("Fib::", "Waiting::")
                        .replace("public static void main(String[] args) throws Exception {", """
                        static class Main {
                            public static void main(String[] args) throws Exception {
                                System.out.println("ready");
                                System.in.read();
                                Waiting.run();
                            }
                        }
                        static void run() {
                        """));
        Process process =
                Java.start(directory, "java", "-XX:+EnableDynamicAgentLoading", "-cp", classPath(), "Waiting$Main");
        BufferedReader output = process.inputReader();
        assertThat(output.readLine()).isEqualTo("ready");
        VirtualMachine jvm = VirtualMachine.attach(String.valueOf(process.pid()));
        jvm.loadAgent(Java.JAR.toString());
        jvm.detach();
        try (OutputStream in = process.getOutputStream()) {
            in.write('\n');
        }
        assertThat(output.readLine()).isEqualTo(WOVEN);
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void classWhoseLoaderDoesNotSeeMemoizeStaysPlainAndIsNamed() throws Exception {
        Java.compileUnwoven(directory, "Alone", """
                import dev.memoize.*;
                public class Alone {
                    static int runs;
                    @Memoize public static int f(int n) { runs++; return n; }
                    public static int twice() { f(1); f(1); return runs; }
                    static class Main {
                        public static void main(String[] args) throws Exception {
                            var urls = new java.net.URL[] {java.nio.file.Path.of("classes/").toUri().toURL()};
                            var loader = new java.net.URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
                            System.out.println("runs " + loader.loadClass("Alone").getMethod("twice").invoke(null));
                        }
                    }
                }
                """);
        Java java = Java.run(directory, "java", Java.AGENT, "-cp", classPath(), "Alone$Main");
        assertThat(java.output())
                .contains("Alone is not memoized: its class loader java.net.URLClassLoader@")
                .contains("does not see Memoize. Put memoize.jar on its class path.")
                .contains("runs 2");
    }

    @Test
    void classesLoadedByManyThreadsAtOnceAreAllWoven() throws Exception {
        StringBuilder source = new StringBuilder("import dev.memoize.*;\\npublic class Many {\\n".replace("\\n", "\n"));
        for (int i = 0; i < 150; i++) {
            source.append(
                    "static class C%d { static final java.util.concurrent.atomic.AtomicInteger RUNS = new java.util.concurrent.atomic.AtomicInteger(); @Memoize static int f(int n, String s) { RUNS.incrementAndGet(); return n; } @Memoize int g(int n) { return n; } static int runs() { f(1, \"x\"); new C%d().g(2); return RUNS.get(); } }\n"
                            .formatted(i, i));
        }
        source.append("""
                public static void main(String[] args) throws Exception {
                    var start = new java.util.concurrent.CountDownLatch(1);
                    var wrong = new java.util.concurrent.ConcurrentLinkedQueue<String>();
                    Thread[] threads = new Thread[8];
                    for (int t = 0; t < threads.length; t++) {
                        int from = t < 4 ? 0 : t * 17;
                        threads[t] = new Thread(() -> {
                            try {
                                start.await();
                                for (int i = 0; i < 150; i++) {
                                    var runs = Class.forName("Many$C" + (from + i) % 150).getDeclaredMethod("runs");
                                    if (!runs.invoke(null).equals(1)) wrong.add(runs + "");
                                }
                            } catch (Throwable e) { wrong.add(e.toString()); }
                        });
                        threads[t].start();
                    }
                    start.countDown();
                    for (Thread t : threads) t.join();
                    System.out.println(wrong.isEmpty() ? "all woven" : wrong);
                }
                }
                """);
        Java.compileUnwoven(directory, "Many", source.toString());
        assertThat(Java.run(directory, "java", Java.AGENT, "-cp", classPath(), "Many")
                        .output()
                        .strip())
                .isEqualTo("all woven");
    }
}
