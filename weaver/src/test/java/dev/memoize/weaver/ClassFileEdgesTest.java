package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Class files that today's javac does not write. */
class ClassFileEdgesTest {
    private static final ClassFiles SEEN = ClassFiles.of(ClassFileEdgesTest.class.getClassLoader());

    private static final String OLD = """
            import dev.memoize.*;
            class Old {
                static int runs;
                @Memoize static Number f(int n, Object o) {
                    runs++;
                    Number r = n > 1 ? (Number) Integer.valueOf(n) : Long.valueOf(n);
                    try {
                        for (int i = 0; i < n; i++) { if (o instanceof String) r = Double.valueOf(i); }
                    } catch (RuntimeException e) { r = null; }
                    return r;
                }
                static String run() { return "" + f(1, "a") + f(1, "a") + f(3, "b") + f(3, "b") + runs; }
            }
            """;

    @ParameterizedTest
    @ValueSource(
            ints = {Opcodes.V1_2, Opcodes.V1_4, Opcodes.V1_5, Opcodes.V1_6, Opcodes.V1_7, Opcodes.V1_8, Opcodes.V10})
    void olderClassFilesAreRaisedToElevenAndRun(int version) throws Exception {
        byte[] plain = Compilation.plain(List.of("--release", "8", "-Xlint:-options", "-proc:none"), OLD)
                .classes
                .get("Old");
        ClassWriter writer = new ClassWriter(0);
        int flags = version <= Opcodes.V1_6 ? ClassReader.SKIP_FRAMES : 0;
        new ClassReader(plain).accept(withVersion(writer, version), flags);
        byte[] woven = Weaver.weave(writer.toByteArray(), SEEN);
        assertThat(woven).isNotNull();
        assertThat(new ClassReader(woven).readUnsignedShort(6)).isEqualTo(Opcodes.V11);
        Compilation.Loaded loaded = new Compilation.Loaded(Map.of("Old", woven));
        Verified.verify(woven, loaded);
        assertThat(loaded.call("Old", "run")).isEqualTo("0.00.02.02.02");
    }

    private static ClassVisitor withVersion(ClassVisitor target, int version) {
        return new ClassVisitor(Opcodes.ASM9, target) {
            @Override
            public void visit(int old, int access, String name, String signature, String superName, String[] types) {
                super.visit(version, access, name, signature, superName, types);
            }
        };
    }

    /** As javac 1.3 wrote {@code finally}. */
    @Test
    void subroutinesAreInlined() throws Exception {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_3, Opcodes.ACC_SUPER, "Sub", null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "f", "(I)I", null, null);
        code.visitAnnotation(Names.MEMOIZE, true).visitEnd();
        code.visitCode();
        Label subroutine = new Label();
        code.visitJumpInsn(Opcodes.JSR, subroutine);
        code.visitJumpInsn(Opcodes.JSR, subroutine);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(subroutine);
        code.visitVarInsn(Opcodes.ASTORE, 1);
        code.visitIincInsn(0, 5);
        code.visitVarInsn(Opcodes.RET, 1);
        code.visitMaxs(1, 2);
        code.visitEnd();
        writer.visitEnd();
        byte[] woven = Weaver.weave(writer.toByteArray(), SEEN);
        Compilation.Loaded loaded = new Compilation.Loaded(Map.of("Sub", woven));
        Verified.verify(woven, loaded);
        assertThat(loaded.call("Sub", "f", 1)).isEqualTo(11);
        assertThat(loaded.call("Sub", "f", 1)).isEqualTo(11);
    }

    @Test
    void oldClassWhoseHierarchyIsNotFoundSaysWhichClassIsMissing() {
        byte[] plain = Compilation.plain(List.of("--release", "8", "-Xlint:-options", "-proc:none"), OLD)
                .classes
                .get("Old");
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(plain).accept(withVersion(writer, Opcodes.V1_5), ClassReader.SKIP_FRAMES);
        assertThatThrownBy(() -> Weaver.weave(writer.toByteArray(), name -> null))
                .isInstanceOf(WeavingException.class)
                .hasMessageContaining("Old cannot be woven")
                .hasMessageContaining("needs the class java.lang.Double, which was not found");
    }

    @Test
    void classFileFromTheFutureIsNamedByItsVersion() {
        byte[] future = Compilation.plain(List.of("-proc:none"), OLD).classes.get("Old");
        future[7] = 120;
        assertThatThrownBy(() -> Weaver.weave(future, SEEN))
                .isInstanceOf(WeavingException.class)
                .hasMessageContaining("class file of version 120")
                .hasMessageContaining("use a newer Memoize");
    }

    /** Kotlin's internal, value-class and back-quoted names. */
    @ParameterizedTest
    @ValueSource(
            strings = {"f$module", "f-impl", "returns the answer", "f-Ab3_c", "λ", "f:g=h", "a,b", "\"quoted\"", "()"})
    void namesThatJavaForbidsAreWoven(String name) throws Exception {
        byte[] plain = Compilation.plain(
                        List.of("-proc:none"),
                        "import dev.memoize.*; public class Odd { static int runs;"
                                + " @Memoize public static String f(String s, int n) { return s + n + ++runs; }"
                                + " @Memoize public String f(int n) { return n + \"i\" + ++runs; } }")
                .classes
                .get("Odd");
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(plain)
                .accept(
                        new ClassRemapper(writer, new Remapper(Opcodes.ASM9) {
                            @Override
                            public String mapMethodName(String owner, String old, String descriptor) {
                                return old.equals("f") ? name : old;
                            }
                        }),
                        0);
        byte[] woven = Weaver.weave(writer.toByteArray(), SEEN);
        Compilation.Loaded loaded = new Compilation.Loaded(Map.of("Odd", woven));
        Verified.verify(woven, loaded);
        assertThat(loaded.call("Odd", name, "x", 1)).isEqualTo("x11");
        assertThat(loaded.call("Odd", name, "x", 1)).isEqualTo("x11");
        Class<?> odd = loaded.loadClass("Odd");
        Object instance = odd.getConstructor().newInstance();
        assertThat(odd.getMethod(name, int.class).invoke(instance, 2)).isEqualTo("2i2");
        assertThat(odd.getMethod(name, int.class).invoke(instance, 2)).isEqualTo("2i2");
    }

    @Test
    void methodNamedAsABodyIsAnError() {
        Compilation compiled = Compilation.of(
                List.of("-proc:none"),
                "import dev.memoize.*; class Clash { @Memoize static int f(int n) { return n; } static int lambda$memo$f(int n) { return n; } }");
        assertThat(compiled.succeeded).isFalse();
        assertThat(compiled.report())
                .contains("Clash.f(I)I cannot be memoized: the class has a method named lambda$memo$f already");
    }

    /** A parameter that is a word of a key takes two slots of the look-up, and a method may have 255. */
    @ParameterizedTest
    @ValueSource(ints = {126, 127, 255})
    void methodWithManyParametersFindsItsResults(int parameters) throws Exception {
        StringBuilder declared = new StringBuilder("int a0");
        StringBuilder passed = new StringBuilder("n");
        for (int i = 1; i < parameters; i++) {
            declared.append(", int a").append(i);
            passed.append(", n + ").append(i);
        }
        Compilation compiled = Compilation.woven(("import dev.memoize.*; class Many { static int runs;"
                        + " @Memoize(maxSize = Memoize.UNBOUNDED) static int f(%s) { return ++runs; }"
                        + " static String g(int n) { return f(%2$s) + \" \" + f(%2$s); } }")
                .formatted(declared, passed));
        Compilation.Loaded loaded = new Compilation.Loaded(compiled.classes);
        Verified.verify(compiled.classes.get("Many"), loaded);
        assertThat(loaded.call("Many", "g", 1)).isEqualTo("1 1");
        assertThat(loaded.call("Many", "g", 2)).isEqualTo("2 2");
        assertThat(loaded.call("Many", "g", 1)).isEqualTo("1 1");
    }

    /** Interfaces have the look-up, too, and two methods of one shape share it. */
    @Test
    void lookUpOfRowsIsSharedAndHidden() throws Exception {
        Compilation compiled = Compilation.woven("""
                import dev.memoize.*;
                public interface Shared {
                    @Memoize(maxSize = 100_000) static long f(int a, String b, long c) { return a + b.length() + c; }
                    @Memoize(maxSize = 100_000) static boolean g(Object a, double b, char c) { return b > c; }
                    @Memoize(maxSize = 100_000) default long h(String a, String b) { return a.length() - b.length(); }
                    @Memoize(maxSize = 100_000) static Object k(String a, String b) { return a + b; }
                    static String run() {
                        String all = "";
                        for (int i = 0; i < 2; i++) {
                            all += f(1, new String("b"), 3) + " " + g(new String("a"), 2, 'c') + " "
                                    + new Shared() {}.h(new String("a"), "b") + " ";
                        }
                        return all;
                    }
                }
                """);
        Compilation.Loaded loaded = new Compilation.Loaded(compiled.classes);
        Verified.verify(compiled.classes.get("Shared"), loaded);
        assertThat(loaded.call("Shared", "run")).isEqualTo("5 false 0 5 false 0 ");
        assertThat(loaded.loadClass("Shared").getDeclaredMethods())
                .filteredOn(m -> m.getName().equals("findRow$memo"))
                .hasSize(2)
                .allMatch(m -> m.isSynthetic() && Modifier.isPrivate(m.getModifiers()));
    }

    /** javac copies annotations to bridges. */
    @Test
    void bridgesAreNotWoven() {
        Map<String, byte[]> classes = Compilation.woven(
                        "import dev.memoize.*; class Bridged implements Comparable<Bridged> { @Override @Memoize public int compareTo(Bridged o) { return 0; } }")
                .classes;
        int[] bodies = new int[1];
        new ClassReader(classes.get("Bridged"))
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] thrown) {
                                bodies[0] += name.startsWith(Names.BODY_PREFIX) ? 1 : 0;
                                return null;
                            }
                        },
                        0);
        assertThat(bodies[0]).isEqualTo(1);
    }

    private static final String NAMED = """
            import dev.memoize.*;
            class Named {
                @Memoize(tags = "a:{first}") static int read(long wide, int first) { return first; }
                @Invalidates(tags = "a:{first}") void write(long wide, int first) {}
            }
            """;

    @Test
    void parametersAreFoundByNameWhereTheClassFileHasThem() {
        for (String option : new String[] {"-g", "-parameters"}) {
            Compilation plain = Compilation.plain(List.of("-proc:none", option), NAMED);
            assertThat(Weaver.weave(
                            plain.classes.get("Named"), ClassFiles.of(getClass().getClassLoader())))
                    .as(option)
                    .isNotNull();
        }
    }

    @Test
    void parametersWithoutNamesAreAnErrorWithItsFix() {
        Compilation plain = Compilation.plain(List.of("-proc:none", "-g:none"), NAMED);
        assertThatThrownBy(() -> Weaver.weave(
                        plain.classes.get("Named"), ClassFiles.of(getClass().getClassLoader())))
                .isInstanceOf(WeavingException.class)
                .hasMessage(
                        "Named.read(JI)I has no parameter \"first\": its class file does not say what they are called."
                                + " Compile it with -g or -parameters, or use their positions, from 0.");
    }

    @Test
    void namesAreCheckedByTheWeaverToo() {
        String source = NAMED.replace("{first}", "{last}");
        Compilation plain = Compilation.plain(List.of("-proc:none", "-parameters"), source);
        assertThatThrownBy(() -> Weaver.weave(
                        plain.classes.get("Named"), ClassFiles.of(getClass().getClassLoader())))
                .hasMessage("Named.read(JI)I has no parameter \"last\"; it has [wide, first]. Positions count from 0.");
    }

    @Test
    void memoizedMethodCannotInvalidate() {
        String source =
                "import dev.memoize.*; class Both { @Memoize @Invalidates(tags = \"a\") static int f() { return 1; } }";
        Compilation plain = Compilation.plain(List.of("-proc:none"), source);
        assertThatThrownBy(() -> Weaver.weave(
                        plain.classes.get("Both"), ClassFiles.of(getClass().getClassLoader())))
                .hasMessageContaining("Both.f()I has @Memoize and @Invalidates");
    }
}
