package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Variants of a program, compiled by real javacs: the same version for what changes no result, another for the rest.
 */
final class CodeFingerprintTest {
    private static final Map<String, String> PROGRAM = new LinkedHashMap<>();

    static {
        PROGRAM.put("com/acme/shop/Prices.java", """
                package com.acme.shop;

                import com.acme.util.Taxes;
                import dev.memoize.*;
                import java.util.*;
                import java.util.function.*;

                public class Prices {
                    // a comment
                    static final int BASE = 7;
                    static final List<String> NAMES = List.of("a", "b");
                    private final double rate = 1.5;
                    private final List<Integer> steps = List.of(3);
                    private final Rule rule;

                    public Prices(Rule rule) {
                        this.rule = rule;
                    }

                    @Memoize(maxSize = 10)
                    public double price(int product, String customer) {
                        double sum = product * rate + BASE;
                        Function<Integer, Integer> twice = x -> x * 2;
                        sum += twice.apply(product) + Taxes.of(product) + steps.get(0);
                        sum += rule.factor(product);
                        switch (customer) {
                            case "gold" -> sum -= 10;
                            case "silver" -> sum -= 5;
                            default -> sum += NAMES.size();
                        }
                        switch (Kind.of(product)) {
                            case SMALL: sum += 1; break;
                            case LARGE: sum += 2; break;
                            default: break;
                        }
                        try {
                            sum += Integer.parseInt(customer);
                        } catch (NumberFormatException e) {
                            sum += 3;
                        } finally {
                            sum += 4;
                        }
                        Comparator<String> order = new Comparator<>() {
                            @Override
                            public int compare(String a, String b) {
                                return a.length() - b.length();
                            }
                        };
                        List<String> sorted = new ArrayList<>(NAMES);
                        sorted.sort(order);
                        String text = "price of " + product + " for " + customer + sorted;
                        return sum + text.length() + new Point(1, 2).hashCode() + ("x$1".equals(text) ? 1 : 0)
                                + (product > 1000 ? 40_000 : 0) + Other.used();
                    }

                    static int unrelated() {
                        return 1;
                    }
                }
                """);
        PROGRAM.put("com/acme/shop/Rule.java", """
                package com.acme.shop;

                public interface Rule {
                    double factor(int product);

                    default int bonus() {
                        return 1;
                    }
                }
                """);
        PROGRAM.put("com/acme/shop/Standard.java", """
                package com.acme.shop;

                public class Standard implements Rule {
                    @Override
                    public double factor(int product) {
                        return product * 0.5 + bonus();
                    }
                }
                """);
        PROGRAM.put("com/acme/shop/Point.java", """
                package com.acme.shop;

                record Point(int x, int y) {
                    @Override
                    @dev.memoize.Memoize(maxSize = 7)
                    public int hashCode() {
                        return x * 31 + y;
                    }
                }
                """);
        PROGRAM.put("com/acme/shop/Kind.java", """
                package com.acme.shop;

                enum Kind {
                    SMALL,
                    MIDDLE,
                    LARGE;

                    static Kind of(int product) {
                        return values()[product % 3];
                    }
                }
                """);
        PROGRAM.put("com/acme/shop/Other.java", """
                package com.acme.shop;

                import dev.memoize.*;

                public class Other {
                    static int used() {
                        return nested(1);
                    }

                    @Memoize
                    static int nested(int x) {
                        return x + 100;
                    }

                    static int unused() {
                        return 2;
                    }
                }
                """);
        PROGRAM.put("com/acme/util/Taxes.java", """
                package com.acme.util;

                public final class Taxes {
                    private static final double[] TABLE = {0.07, 0.19};

                    private Taxes() {}

                    public static double of(int product) {
                        return TABLE[product % 2] * deep(product);
                    }

                    private static int deep(int n) {
                        return n == 0 ? 1 : deep(n - 1) + 1;
                    }
                }
                """);
    }

    @TempDir
    Path folder;

    private int runs;

    private static Map<String, String> edited(String file, String from, String to) {
        Map<String, String> sources = new LinkedHashMap<>(PROGRAM);
        String path = PROGRAM.keySet().stream()
                .filter(p -> p.endsWith("/" + file + ".java"))
                .findFirst()
                .orElseThrow();
        String edited = PROGRAM.get(path).replace(from, to);
        assertThat(edited).as("the edit " + from).isNotEqualTo(PROGRAM.get(path));
        sources.put(path, edited);
        return sources;
    }

    /** Compiles with that javac, or the running one's if it is {@code null}, and weaves. */
    private Path compile(Path javac, Map<String, String> sources, String... options) throws Exception {
        Path run = Files.createDirectory(folder.resolve("run" + runs++));
        Path classes = Files.createDirectory(run.resolve("classes"));
        String path = System.getProperty("java.class.path");
        List<String> arguments = new ArrayList<>(
                List.of("-nowarn", "-proc:none", "--release", "17", "-cp", path, "-d", classes.toString()));
        arguments.addAll(List.of(options));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = run.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        if (javac == null) {
            int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
            assertThat(status).isZero();
        } else {
            arguments.add(0, javac.toString());
            Process process = new ProcessBuilder(arguments).inheritIO().start();
            assertThat(process.waitFor()).isZero();
        }
        return classes;
    }

    private static String version(String type, String method, String descriptor, Path... roots) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (Path root : roots) {
            urls.add(root.toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), CodeFingerprintTest.class.getClassLoader())) {
            return new CodeFingerprint().of(Class.forName(type, false, loader), method, descriptor);
        }
    }

    private static String price(Path... roots) throws Exception {
        return version("com.acme.shop.Prices", "price", "(ILjava/lang/String;)D", roots);
    }

    private String price(String file, String from, String to, String... options) throws Exception {
        return price(compile(null, edited(file, from, to), options));
    }

    @Test
    void harmlessEditsAreTheSameVersion() throws Exception {
        String version = price(compile(null, PROGRAM));
        assertThat(version).matches("[A-Za-z0-9_-]{16}");
        assertThat(price(compile(null, PROGRAM))).isEqualTo(version);
        assertThat(price(compile(null, PROGRAM, "-g"))).as("-g").isEqualTo(version);
        assertThat(price(compile(null, PROGRAM, "-g:none"))).as("-g:none").isEqualTo(version);
        assertThat(price(compile(null, PROGRAM, "-parameters")))
                .as("-parameters")
                .isEqualTo(version);
        String[][] edits = {
            {"Prices", "// a comment", "/* another\n\n\n */"},
            {"Prices", "double sum = ", "\n\n\n        double sum = "},
            {"Prices", "sum", "total"},
            {"Prices", "maxSize = 10", "maxSize = 99, ttl = \"1h\", tier = \"redis\""},
            {"Prices", "static int unrelated() {\n        return 1;", "static int unrelated() {\n        return 2;"},
            {
                "Prices",
                "public Prices(",
                "static Runnable first() { return () -> new Object() {}; }\n\n    public Prices("
            },
            {"Prices", "static final int BASE = 7;", "static final String MORE = \"text\"; static final int BASE = 7;"},
            {"Prices", "public class Prices {", "@Deprecated\npublic class Prices {"},
            {"Point", "maxSize = 7", "maxSize = 8"},
            {"Other", "return 2", "return 3"},
            {"Other", "@Memoize", "@Memoize(maxSize = 3)"},
            {"Rule", "package com.acme.shop;", "package com.acme.shop; // more"},
            {"Taxes", "private Taxes() {}", "private Taxes() {}\n\n    public static void unused() {}"},
        };
        for (String[] edit : edits) {
            assertThat(price(edit[0], edit[1], edit[2])).as(edit[2]).isEqualTo(version);
        }
        // Many constants before those that the method uses: the constant pool, and so the instructions, are wide.
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            many.append("static String s")
                    .append(i)
                    .append("() { return \"constant ")
                    .append(i)
                    .append("\"; }\n");
        }
        assertThat(price("Prices", "// a comment", many.toString())).isEqualTo(version);
    }

    @Test
    void realEditsAreOtherVersions() throws Exception {
        Set<String> versions = new TreeSet<>();
        versions.add(price(compile(null, PROGRAM)));
        String[][] edits = {
            {"Prices", "product * rate + BASE", "product * rate - BASE"},
            {"Prices", "BASE = 7", "BASE = 8"},
            {"Prices", "List.of(\"a\", \"b\")", "List.of(\"a\", \"c\")"},
            {"Prices", "rate = 1.5", "rate = 1.6"},
            {"Prices", "List.of(3)", "List.of(4)"},
            {"Prices", "x -> x * 2", "x -> x * 3"},
            {"Prices", "case \"gold\"", "case \"golden\""},
            {"Prices", "sum -= 5", "sum -= 6"},
            {"Prices", "case SMALL: sum += 1", "case MIDDLE: sum += 1"},
            {"Prices", "catch (NumberFormatException e)", "catch (IllegalArgumentException e)"},
            {"Prices", "sum += 4", "sum += 5"},
            {"Prices", "a.length() - b.length()", "b.length() - a.length()"},
            {"Prices", "\"price of \"", "\"the price of \""},
            {"Prices", "\"x$1\"", "\"x$2\""},
            {"Prices", "product > 1000", "product >= 1000"},
            {"Prices", "40_000", "40_001"},
            {"Prices", "sorted.sort(order);", ""},
            {"Prices", "new Point(1, 2)", "new Point(2, 1)"},
            {"Rule", "return 1", "return 2"},
            {"Standard", "product * 0.5", "product * 0.25"},
            {
                "Standard",
                "public class Standard implements Rule {",
                "public class Standard implements Rule {\n    @Override\n    public int bonus() { return 9; }\n"
            },
            {"Point", "x * 31", "x * 37"},
            {"Kind", "MIDDLE,\n    LARGE", "LARGE,\n    MIDDLE"},
            {"Kind", "product % 3", "product % 2"},
            {"Other", "x + 100", "x + 101"},
            {"Other", "nested(1)", "nested(2)"},
            {"Taxes", "0.19", "0.2"},
            {"Taxes", "deep(n - 1) + 1", "deep(n - 1) + 2"},
            {"Taxes", "n == 0", "n <= 0"},
        };
        for (String[] edit : edits) {
            assertThat(versions.add(price(edit[0], edit[1], edit[2])))
                    .as(edit[0] + ": " + edit[1] + " -> " + edit[2])
                    .isTrue();
        }
        Map<String, String> more = new LinkedHashMap<>(PROGRAM);
        more.put(
                "com/acme/shop/Reduced.java",
                PROGRAM.get("com/acme/shop/Standard.java").replace("Standard", "Reduced"));
        assertThat(versions.add(price(compile(null, more))))
                .as("another implementation")
                .isTrue();
    }

    @Test
    void wovenIsTheSameAsPlainAndAJarAsAFolder() throws Exception {
        Path woven = compile(null, PROGRAM);
        String version = price(woven);
        assertThat(Files.readString(
                        woven.resolve("com/acme/shop/Prices.class"), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("lambda$memo$price");
        Path plain = Files.createDirectory(folder.resolve("plain"));
        Map<String, byte[]> unwoven = Compilation.plain(
                        List.of("-proc:none", "--release", "17"),
                        PROGRAM.values().toArray(new String[0]))
                .classes;
        for (Map.Entry<String, byte[]> e : unwoven.entrySet()) {
            Path file = plain.resolve(e.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, e.getValue());
        }
        assertThat(Files.readString(
                        plain.resolve("com/acme/shop/Prices.class"), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("lambda$memo$price");
        assertThat(price(plain)).as("as an agent finds it").isEqualTo(version);
        Path jar = jar(woven, "all.jar", "");
        assertThat(price(jar)).isEqualTo(version);
        Path shop = jar(woven, "shop.jar", "com/acme/shop");
        Path util = jar(woven, "util.jar", "com/acme/util");
        assertThat(price(shop, util)).as("an application of two jars").isEqualTo(version);
        Path edited = jar(compile(null, edited("Taxes", "0.19", "0.2")), "util2.jar", "com/acme/util");
        assertThat(price(shop, edited)).isNotEqualTo(version);
        // Another library, of somebody else, is not the application's.
        assertThat(price(woven, jar(woven, "more.jar", "com/acme/util"))).isEqualTo(version);
    }

    private Path jar(Path classes, String name, String below) throws IOException {
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes.resolve(below))) {
            for (String parent : new String[] {"com/", "com/acme/"}) {
                out.putNextEntry(new JarEntry(parent));
            }
            files.filter(Files::isRegularFile).sorted().forEach(file -> {
                try {
                    out.putNextEntry(
                            new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                    Files.copy(file, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return jar;
    }

    @Test
    void classWithoutAFileHasNoVersion() throws Exception {
        Map<String, byte[]> classes =
                Compilation.woven("class Loose { @dev.memoize.Memoize static int f(int x) { return x; } }").classes;
        Class<?> loose = new Compilation.Loaded(classes).loadClass("Loose");
        assertThat(new CodeFingerprint().of(loose, "f", "(I)I")).isNull();
    }

    @Test
    void loaderCanBeCollected() throws Exception {
        Path classes = compile(null, PROGRAM);
        URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, CodeFingerprintTest.class.getClassLoader());
        assertThat(new CodeFingerprint().of(Class.forName("com.acme.shop.Other", false, loader), "nested", "(I)I"))
                .isNotNull();
        var gone = new java.lang.ref.WeakReference<>(loader);
        loader.close();
        loader = null;
        for (int i = 0; i < 1_000 && gone.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(gone.get()).isNull();
    }

    private static List<Path> otherJavacs() throws IOException {
        Path jdks = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(jdks)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(jdks)) {
            return all.filter(jdk -> !Files.isSymbolicLink(jdk))
                    .map(jdk -> jdk.resolve("bin/javac"))
                    .filter(Files::isExecutable)
                    .toList();
        }
    }

    @Test
    void javacsOfAllVersionsAgree() throws Exception {
        String version = price(compile(null, PROGRAM));
        for (Path javac : otherJavacs()) {
            assertThat(price(compile(javac, PROGRAM))).as(javac.toString()).isEqualTo(version);
        }
    }

    /** Every memoized method of the shapes that the weaver is tested with. */
    @Test
    void javacsAgreeOnTheShapes() throws Exception {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Shape shape : Shape.all()) {
            if (!shape.source().contains("// options:")) {
                sources.put(shape.className().replace('.', '/') + ".java", shape.source());
            }
        }
        Map<String, String> expected = versions(compile(null, sources));
        assertThat(expected).hasSizeGreaterThan(100);
        for (Path javac : otherJavacs()) {
            Map<String, String> versions = versions(compile(javac, sources));
            assertThat(versions.keySet()).isEqualTo(expected.keySet());
            versions.entrySet().removeAll(expected.entrySet());
            System.out.println(
                    "CodeFingerprintTest: " + javac + " differs in " + versions.keySet() + " of " + expected.size());
            // Newer ones switch over enums of the same file without a table, and store what is captured in another
            // order.
            assertThat(versions.size()).isLessThan(expected.size() / 15);
        }
    }

    /** Of every memoized method in a folder. */
    private static Map<String, String> versions(Path classes) throws Exception {
        Map<String, String> versions = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classes);
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {classes.toUri().toURL()}, CodeFingerprintTest.class.getClassLoader())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                for (CodeOfClass.Code code :
                        CodeOfClass.of(Files.readAllBytes(file)).methods()) {
                    if (code.name().startsWith(Names.BODY_PREFIX)) {
                        Class<?> type = Class.forName(code.owner().replace('/', '.'), false, loader);
                        String method = code.name().substring(Names.BODY_PREFIX.length());
                        // Anonymous and local classes are counted by javac, as it likes.
                        versions.merge(
                                code.owner().replaceAll("[$][0-9]+", "#")
                                        + '.'
                                        + method
                                        + code.descriptor().replaceAll("[$][0-9]+", "#"),
                                String.valueOf(new CodeFingerprint().of(type, method, code.descriptor())),
                                (x, y) -> x.compareTo(y) < 0 ? x + y : y + x);
                    }
                }
            }
        }
        return versions;
    }
}
