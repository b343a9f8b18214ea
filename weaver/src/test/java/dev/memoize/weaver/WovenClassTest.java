package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What a woven class is, beyond what it computes. */
class WovenClassTest {
    private static final String STACK = """
            import dev.memoize.*;
            class Stack {
                @Memoize static int f(int n) {
                    int local = n;
                    if (local == 0) {
                        throw new IllegalStateException();
                    }
                    return 10 / (local - 1);
                }
                @Memoize int g(String argument, long other) { return argument.length(); }
            }
            """;

    @Test
    void stackTraceHasTheLinesOfTheSource() throws Exception {
        Compilation.Loaded loaded = Compilation.woven(STACK).load();
        Throwable thrown = thrownBy(loaded, 0);
        assertThat(frames(thrown)).startsWith("lambda$memo$f(Stack.java:6)", "f(Stack.java)");
        assertThat(frames(thrownBy(loaded, 1))).startsWith("lambda$memo$f(Stack.java:8)", "f(Stack.java)");
    }

    private static Throwable thrownBy(Compilation.Loaded loaded, int n) {
        try {
            loaded.call("Stack", "f", n);
            throw new AssertionError("nothing thrown");
        } catch (Exception e) {
            return e.getCause();
        }
    }

    private static List<String> frames(Throwable thrown) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement e : thrown.getStackTrace()) {
            frames.add(e.getMethodName()
                    + '('
                    + e.getFileName()
                    + (e.getLineNumber() < 0 ? "" : ":" + e.getLineNumber())
                    + ')');
        }
        return frames;
    }

    /** Frameworks read parameter names from it, debuggers everything. */
    @Test
    void localVariableTablesAreKept() {
        Map<String, byte[]> classes =
                Compilation.of(List.of("-proc:none", "-g"), STACK).mustSucceed().classes;
        assertThat(locals(classes.get("Stack"), "f")).containsExactly("n I 0");
        assertThat(locals(classes.get("Stack"), "lambda$memo$f")).containsExactly("n I 0", "local I 1");
        assertThat(locals(classes.get("Stack"), "g"))
                .containsExactly("this LStack; 0", "argument Ljava/lang/String; 1", "other J 2");
    }

    private static List<String> locals(byte[] classFile, String methodName) {
        List<String> locals = new ArrayList<>();
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] thrown) {
                                return !name.equals(methodName)
                                        ? null
                                        : new MethodVisitor(Opcodes.ASM9) {
                                            @Override
                                            public void visitLocalVariable(
                                                    String name, String type, String s, Label a, Label b, int slot) {
                                                locals.add(name + ' ' + type + ' ' + slot);
                                            }
                                        };
                            }
                        },
                        0);
        return locals;
    }

    @ParameterizedTest
    @CsvSource({
        "0,int",
        "1,long",
        "2,int",
        "3,int",
        "5,byte",
        "9,byte",
        "127,long",
        "254,int",
        "255,int",
        "255,Object",
        "127,double",
        "200,char",
        "255,boolean",
        "100,String[]"
    })
    void anyNumberOfArguments(int count, String type) throws Exception {
        String parameters =
                IntStream.range(0, count).mapToObj(i -> type + " a" + i).collect(Collectors.joining(", "));
        String value = Map.of("boolean", "true", "Object", "\"o\"", "String[]", "new String[] {\"s\"}")
                .getOrDefault(type, "(" + type + ") 7");
        String arguments = IntStream.range(0, count).mapToObj(i -> value).collect(Collectors.joining(", "));
        String otherValue = Map.of("boolean", "false", "Object", "null", "String[]", "new String[] {\"t\"}")
                .getOrDefault(type, "(" + type + ") 8");
        String other = count == 0 ? "" : arguments.substring(0, arguments.lastIndexOf(value)) + otherValue;
        String source = """
                import dev.memoize.*;
                class Many {
                    static int runs;
                    @Memoize static %s f(%s) { runs++; return %s; }
                    static Object first() { return f(%s); }
                    static Object second() { return f(%s); }
                    static int runs() { return runs; }
                }
                """.formatted(
                        count == 0 ? "int" : type, parameters, count == 0 ? "5" : "a" + (count - 1), arguments, other);
        Compilation woven = Compilation.woven(source);
        Compilation.Loaded loaded = woven.load();
        Verified.verify(woven.classes.get("Many"), loaded);
        Object one = loaded.call("Many", "first");
        assertThat(loaded.call("Many", "first")).isEqualTo(one);
        Object two = loaded.call("Many", "second");
        assertThat(loaded.call("Many", "second")).isEqualTo(two);
        if (count > 0) {
            assertThat(two).isNotEqualTo(one);
        }
        assertThat(loaded.call("Many", "runs")).isEqualTo(count == 0 ? 1 : 2);
    }

    /** A method of 64 KiB less a little: its code moves, it does not grow. */
    @Test
    void hugeMethodIsWoven() throws Exception {
        String line = "n = n * 31 + 7; n ^= n >>> 3; n += 123456;\n";
        String source = "import dev.memoize.*;\nclass Huge { @Memoize static int f(int n) {\n" + line.repeat(3300)
                + "return n; } }";
        Compilation woven = Compilation.woven(source);
        assertThat(woven.classes.get("Huge")).hasSizeGreaterThan(62_000);
        Compilation plain = Compilation.plain(List.of(), source);
        assertThat(woven.load().call("Huge", "f", 1)).isEqualTo(plain.load().call("Huge", "f", 1));
    }

    private static final String VALUE = """
            import dev.memoize.*;
            import java.io.*;
            class Value implements Serializable, Cloneable {
                int state = 1;
                @Memoize public int f(int n) { return n + state; }
                @Memoize public synchronized String g(Value other) { return "" + state; }
                @Override public Value clone() throws CloneNotSupportedException { return (Value) super.clone(); }
                static String run() throws Exception {
                    Value a = new Value();
                    int first = a.f(1);
                    Value b = a.clone();
                    b.state = 10;
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    new ObjectOutputStream(bytes).writeObject(a);
                    ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
                        @Override protected Class<?> resolveClass(ObjectStreamClass d) throws ClassNotFoundException {
                            return Class.forName(d.getName());
                        }
                    };
                    Value c = (Value) in.readObject();
                    c.state = 100;
                    return first + " " + a.f(1) + " " + b.f(1) + " " + b.f(1) + " " + c.f(1) + " " + c.f(1) + " " + a.f(1)
                            + " " + Memo.of1(a::f).cacheInfo() + Memo.of1(b::f).cacheInfo() + Memo.of1(c::f).cacheInfo();
                }
            }
            """;

    @Test
    void cloneAndDeserializedHaveCachesOfTheirOwn() throws Exception {
        assertThat(Compilation.woven(VALUE).load().call("Value", "run"))
                .isEqualTo("2 2 11 11 101 101 2 CacheInfo[hits=2, misses=1, maxSize=128, currSize=1]"
                        + "CacheInfo[hits=1, misses=1, maxSize=128, currSize=1]"
                        + "CacheInfo[hits=1, misses=1, maxSize=128, currSize=1]");
    }

    /** What an old build wrote, a woven one reads. */
    @Test
    void wovenClassReadsWhatThePlainOneWrote() throws Exception {
        Compilation.Loaded plain = Compilation.plain(List.of(), VALUE).load();
        Compilation.Loaded woven = Compilation.woven(VALUE).load();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        var constructor = plain.loadClass("Value").getDeclaredConstructor();
        constructor.setAccessible(true);
        new ObjectOutputStream(bytes).writeObject(constructor.newInstance());
        InputStream written = new ByteArrayInputStream(bytes.toByteArray());
        Object read = new ObjectInputStream(written) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass described) throws ClassNotFoundException {
                return woven.loadClass(described.getName());
            }
        }.readObject();
        Method f = read.getClass().getMethod("f", int.class);
        f.setAccessible(true);
        assertThat(f.invoke(read, 1)).isEqualTo(2);
    }

    /** One without its own type in a signature: such a method cannot be linked in any hidden class. */
    @Test
    void hiddenClassIsWovenLikeAnyOther() throws Exception {
        String source = """
                package dev.memoize.weaver;
                import dev.memoize.*;
                public class Hidden {
                    static int runs;
                    @Memoize public static int f(int n) { return ++runs * 100 + n; }
                    @Memoize Object self(Object other, int n) { runs++; return other; }
                    public static String run() {
                        Hidden h = new Hidden();
                        return f(1) + " " + f(1) + " " + (h.self(h, 1) == h.self(h, 1)) + " " + runs;
                    }
                }
                """;
        byte[] woven = Compilation.woven(source).classes.get("dev.memoize.weaver.Hidden");
        Class<?> hidden = MethodHandles.lookup().defineHiddenClass(woven, true).lookupClass();
        assertThat(hidden.isHidden()).isTrue();
        assertThat(hidden.getMethod("run").invoke(null)).isEqualTo("101 101 true 2");
    }
}
