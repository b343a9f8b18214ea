package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.lang3.StringUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.SerialVersionUIDAdder;

/**
 * Every class of libraries that nobody here wrote, half of its methods annotated, woven and verified.
 *
 * <p>{@code -Dmemoize.test.bulk=N} runs N rounds with new seeds, and ASM's verifier, which is slow, on every class
 * instead of one in eight.
 */
class LibrariesTest {
    private static final int ROUNDS = Integer.getInteger("memoize.test.bulk", 0);

    @ParameterizedTest
    @ValueSource(
            classes = {
                ImmutableList.class,
                StringUtils.class,
                org.springframework.core.io.Resource.class,
                org.h2.Driver.class
            })
    void everyClassIsWovenAndVerified(Class<?> member) throws Exception {
        Map<String, byte[]> library = Jar.of(member);
        for (int round = 0; round < Math.max(1, ROUNDS); round++) {
            long seed = ROUNDS == 0 ? 7 : System.nanoTime();
            System.out.println(member.getName() + ": seed " + seed);
            check(library, seed);
        }
    }

    private static void check(Map<String, byte[]> library, long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, byte[]> annotated = new TreeMap<>();
        library.forEach((name, bytes) -> annotated.put(name, Forced.sample(bytes, random)));
        Map<String, byte[]> woven = new TreeMap<>(annotated);
        int changed = 0;
        for (Map.Entry<String, byte[]> e : woven.entrySet()) {
            byte[] bytes = weave(e.getKey(), e.getValue(), annotated);
            if (bytes != null) {
                changed++;
                e.setValue(bytes);
            }
        }
        assertThat(changed).isGreaterThan(library.size() / 3);

        Jar.Loader before = new Jar.Loader(annotated);
        Jar.Loader after = new Jar.Loader(woven);
        List<String> wrong = new ArrayList<>();
        for (String name : woven.keySet()) {
            if (woven.get(name) == annotated.get(name)) {
                continue;
            }
            String outcome = link(after, name);
            if (!outcome.equals(link(before, name))) {
                wrong.add(name + ": " + outcome);
            }
            if (serialVersion(woven.get(name)) != serialVersion(annotated.get(name))) {
                wrong.add(name + ": serialVersionUID");
            }
            if (outcome.isEmpty() && (ROUNDS > 0 || random.nextInt(8) == 0)) {
                String complaints = Verified.complaints(woven.get(name), after);
                // Unlike the JVM, ASM wants every class, those of dependencies that the library does without too.
                if (!complaints.isEmpty() && !complaints.contains("TypeNotPresentException")) {
                    wrong.add(name + ": " + complaints);
                }
            }
        }
        assertThat(wrong).as("seed %d", seed).isEmpty();
    }

    private static byte[] weave(String name, byte[] annotated, Map<String, byte[]> library) {
        return Weaver.weave(annotated, internal -> library.get(internal.replace('/', '.')));
    }

    /** Reading a class's methods links it, which verifies it, and initializes nothing. */
    private static String link(ClassLoader loader, String name) throws ClassNotFoundException {
        try {
            return loader.loadClass(name).getDeclaredMethods().length < 0 ? "?" : "";
        } catch (NoClassDefFoundError e) {
            // A dependency that the library does without. Which of several is missed first is up to the JVM.
            return "a class is not there";
        } catch (LinkageError e) {
            return e.toString();
        }
    }

    private static long serialVersion(byte[] classFile) {
        long[] version = new long[1];
        ClassVisitor calculator = new SerialVersionUIDAdder(Opcodes.ASM9, new ClassVisitor(Opcodes.ASM9) {}) {
            @Override
            public FieldVisitor visitField(int access, String name, String type, String signature, Object value) {
                if (name.equals("serialVersionUID") && value instanceof Long declared) {
                    version[0] = declared;
                }
                return super.visitField(access, name, type, signature, value);
            }

            @Override
            protected void addSVUID(long computed) {
                version[0] = computed;
            }
        };
        new ClassReader(classFile).accept(calculator, ClassReader.SKIP_CODE);
        return version[0];
    }
}
