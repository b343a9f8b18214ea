package dev.memoize.weaver;

import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Weaves finished class files in a build, through Byte Buddy's Maven or Gradle plugin: for compilers other than javac
 * and for languages other than Java.
 */
public final class MemoizeBuildPlugin implements Plugin {
    /** Called by Byte Buddy. */
    public MemoizeBuildPlugin() {}

    @Override
    public boolean matches(TypeDescription type) {
        return !type.getDeclaredMethods()
                .filter(ElementMatchers.isAnnotatedWith(ElementMatchers.namedOneOf(
                        "dev.memoize.Memoize",
                        "dev.memoize.LogTime",
                        "dev.memoize.Invalidates",
                        "dev.memoize.Invalidates$List")))
                .isEmpty();
    }

    @Override
    public DynamicType.Builder<?> apply(
            DynamicType.Builder<?> builder, TypeDescription type, ClassFileLocator locator) {
        return builder.visit(new Weaving(locator));
    }

    @Override
    public void close() {}

    /** Byte Buddy has a copy of ASM of its own, so a class changes hands as bytes. */
    private static final class Weaving extends AsmVisitorWrapper.AbstractBase {
        private final ClassFileLocator locator;

        Weaving(ClassFileLocator locator) {
            this.locator = locator;
        }

        @Override
        public ClassVisitor wrap(
                TypeDescription type,
                ClassVisitor target,
                Implementation.Context context,
                TypePool pool,
                FieldList<FieldDescription.InDefinedShape> fields,
                MethodList<?> methods,
                int writerFlags,
                int readerFlags) {
            ClassWriter plain = new ClassWriter(0);
            return new ClassVisitor(OpenedClassReader.ASM_API, plain) {
                @Override
                public void visitEnd() {
                    super.visitEnd();
                    byte[] bytes = plain.toByteArray();
                    byte[] woven = Weaver.weave(bytes, Weaving.this::find);
                    new ClassReader(woven == null ? bytes : woven).accept(target, readerFlags);
                }
            };
        }

        private byte @org.jspecify.annotations.Nullable [] find(String internalName) {
            try {
                ClassFileLocator.Resolution found = locator.locate(internalName.replace('/', '.'));
                return found.isResolved() ? found.resolve() : null;
            } catch (java.io.IOException e) {
                return null;
            }
        }
    }
}
