package dev.memoize.weaver;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.memo.WovenGenerated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A source file from {@code resources/shapes}: a class with a static {@code results()}, which gives the same plain and
 * woven, and two comments: the options of javac, and hits/misses of each memoized method after one call of
 * {@code results()}, overloads and instances added up.
 */
record Shape(String name, String source) {
    private static final Map<Shape, Compilation> PLAIN = new ConcurrentHashMap<>();
    private static final Map<Shape, Compilation> WOVEN = new ConcurrentHashMap<>();

    @Override
    public String toString() {
        return name;
    }

    static List<Shape> all() {
        try (Stream<Path> files = Files.list(Path.of(
                Objects.requireNonNull(Shape.class.getResource("/shapes")).toURI()))) {
            return files.sorted().map(Shape::read).toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Shape read(Path file) {
        try {
            String source = Files.readString(file);
            return new Shape(file.getFileName().toString().replace(".java", ""), source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String className() {
        String prefix = "package ";
        return source.lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length(), line.indexOf(';')) + '.' + name)
                .findFirst()
                .orElse(name);
    }

    Map<String, String> counts() {
        Map<String, String> counts = new TreeMap<>();
        for (String entry : comment("counts")) {
            counts.put(entry.substring(0, entry.indexOf('=')), entry.substring(entry.indexOf('=') + 1));
        }
        return counts;
    }

    private List<String> comment(String key) {
        String prefix = "// " + key + ": ";
        return source.lines()
                .filter(line -> line.startsWith(prefix))
                .flatMap(line -> Stream.of(line.substring(prefix.length()).split(" ")))
                .toList();
    }

    Compilation compile(String... moreOptions) {
        return Compilation.of(options(moreOptions), source).mustSucceed();
    }

    Compilation plain() {
        return PLAIN.computeIfAbsent(this, s -> Compilation.plain(s.options("-proc:none"), s.source));
    }

    Compilation woven() {
        return WOVEN.computeIfAbsent(this, s -> s.compile("-proc:none"));
    }

    private List<String> options(String... more) {
        return Stream.concat(comment("javac").stream(), Arrays.stream(more)).toList();
    }

    static String results(ClassLoader loader, String className) throws Exception {
        Method method = loader.loadClass(className).getDeclaredMethod("results");
        method.setAccessible(true);
        return Arrays.deepToString((Object[]) method.invoke(null));
    }

    static Map<String, String> countsOf(ClassLoader loader, Iterable<String> classNames) throws Exception {
        Map<String, CacheInfo> sums = new TreeMap<>();
        for (String className : classNames) {
            Class<?> type = loader.loadClass(className);
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(WovenGenerated.class)) {
                    sums.merge(
                            className.substring(className.lastIndexOf('.') + 1) + '.' + method.getName(),
                            Memo.of(method).cacheInfo(),
                            (a, b) -> new CacheInfo(a.hits() + b.hits(), a.misses() + b.misses(), 0, 0));
                }
            }
        }
        Map<String, String> counts = new TreeMap<>();
        sums.forEach((method, info) -> counts.put(method, info.hits() + "/" + info.misses()));
        return counts;
    }
}
