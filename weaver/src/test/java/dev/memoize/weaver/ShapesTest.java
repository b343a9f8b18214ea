package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each shape of {@code resources/shapes}, compiled by the real javac with and without us. */
class ShapesTest {
    static Stream<Shape> shapes() {
        return Shape.all().stream();
    }

    @Test
    void thereAreShapes() {
        assertThat(Shape.all()).hasSizeGreaterThanOrEqualTo(30);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void wovenIsPlainWithFewerExecutions(Shape shape) throws Exception {
        Compilation plain = shape.plain();
        Compilation woven = shape.woven();
        assertThat(woven.classes.keySet()).isEqualTo(plain.classes.keySet());

        Compilation.Loaded loaded = woven.load();
        woven.classes.values().forEach(bytes -> Verified.verify(bytes, loaded));
        assertThat(Shape.countsOf(plain.load(), plain.classes.keySet())).isEmpty();
        assertThat(Shape.results(loaded, shape.className())).isEqualTo(Shape.results(plain.load(), shape.className()));
        assertThat(Shape.countsOf(loaded, woven.classes.keySet())).isEqualTo(shape.counts());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void reflectionSeesTheSameClass(Shape shape) throws Exception {
        Compilation.Loaded plain = shape.plain().load();
        Compilation woven = shape.woven();
        Compilation.Loaded loaded = woven.load();
        for (String name : woven.classes.keySet()) {
            assertThat(Surface.of(loaded.loadClass(name))).isEqualTo(Surface.of(plain.loadClass(name)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void allWaysGiveTheSameBytes(Shape shape) {
        Map<String, byte[]> woven = shape.woven().classes;
        assertSameBytes(shape.compile().classes, woven);
        Map<String, byte[]> plain = new TreeMap<>(shape.plain().classes);
        plain.replaceAll((name, bytes) -> {
            byte[] changed = Weaver.weave(bytes, ClassFiles.of(ShapesTest.class.getClassLoader()));
            return changed == null ? bytes : changed;
        });
        assertSameBytes(plain, woven);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void nothingIsWovenTwice(Shape shape) {
        List<String> again = shape.woven().classes.entrySet().stream()
                .filter(e -> Weaver.weave(e.getValue(), ClassFiles.of(ShapesTest.class.getClassLoader())) != null)
                .map(Map.Entry::getKey)
                .toList();
        assertThat(again).isEmpty();
    }

    private static void assertSameBytes(Map<String, byte[]> actual, Map<String, byte[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((name, bytes) ->
                assertThat(Arrays.equals(bytes, expected.get(name))).as(name).isTrue());
    }
}
