package dev.memoize.weaver;

import dev.memoize.weaver.AnnotatedMethod.Local;
import dev.memoize.weaver.AnnotatedMethod.Timing;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Reads what one method's annotations ask for. */
final class MethodScan extends MethodVisitor {
    private final StringJoiner settings = new StringJoiner(" ");
    private final StringJoiner timingSettings = new StringJoiner(" ");
    private final BitSet ignored = new BitSet();
    private boolean memoized;
    private boolean classScope;
    private boolean deepRecursion;
    private boolean woven;
    private Timing timing = Timing.NONE;
    private final Map<Integer, Local> locals = new TreeMap<>();
    private int maxLocals;
    /** Where the class file has them: {@code -parameters}. */
    private final List<String> parameterNames = new ArrayList<>();

    private final List<String> tags = new ArrayList<>();
    private final List<InvalidationSpec.Reader> invalidations = new ArrayList<>();

    MethodScan() {
        super(Opcodes.ASM9);
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        switch (descriptor) {
            case Names.MEMOIZE -> {
                memoized = true;
                timing = timing == Timing.BODY ? Timing.CALL : timing;
                return new Attributes(settings);
            }
            case Names.LOG_TIME -> {
                timing = Timing.BODY;
                return new Attributes(timingSettings);
            }
            case Names.INVALIDATES -> {
                return invalidation();
            }
            case Names.INVALIDATES_LIST -> {
                return new AnnotationVisitor(Opcodes.ASM9) {
                    @Override
                    public AnnotationVisitor visitArray(String name) {
                        return new AnnotationVisitor(Opcodes.ASM9) {
                            @Override
                            public AnnotationVisitor visitAnnotation(@Nullable String name, String descriptor) {
                                return invalidation();
                            }
                        };
                    }
                };
            }
            case Names.WOVEN, Names.TIMED, Names.INVALIDATING -> woven = true;
            default -> {}
        }
        return null;
    }

    private AnnotationVisitor invalidation() {
        InvalidationSpec.Reader reader = new InvalidationSpec.Reader();
        invalidations.add(reader);
        return reader;
    }

    @Override
    public void visitParameter(@Nullable String name, int access) {
        parameterNames.add(name == null ? "" : name);
    }

    @Override
    public @Nullable AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor, boolean visible) {
        if (descriptor.equals(Names.IGNORE)) {
            ignored.set(parameter);
        }
        return null;
    }

    @Override
    public void visitMaxs(int stack, int locals) {
        maxLocals = locals;
    }

    @Override
    public void visitLocalVariable(
            String name, String descriptor, String signature, Label start, Label end, int index) {
        locals.putIfAbsent(index, new Local(name, descriptor, signature));
    }

    boolean isWanted() {
        return !woven && (memoized || timing != Timing.NONE || !invalidations.isEmpty());
    }

    boolean isMemoized() {
        return memoized;
    }

    AnnotatedMethod toMethod(
            String owner,
            int classAccess,
            int access,
            String name,
            String descriptor,
            String field,
            ParameterNames source) {
        String described = owner.replace('/', '.') + '.' + name + descriptor;
        if (memoized && !invalidations.isEmpty()) {
            throw new WeavingException(
                    described
                            + " has @Memoize and @Invalidates, but a hit would invalidate nothing. Move the write into a method of its own.");
        }
        ParameterIndexes parameters = new ParameterIndexes(described, names(source, access, name, descriptor));
        if (!tags.isEmpty()) {
            settings.add("tags=" + parameters.resolve(tags));
        }
        if (!ignored.isEmpty()) {
            StringJoiner indexes = new StringJoiner(",");
            ignored.stream().forEach(i -> indexes.add(Integer.toString(i)));
            settings.add("ignore=" + indexes);
        }
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        if (classScope && !isStatic) {
            settings.add("scope=CLASS");
        }
        boolean inInterface = (classAccess & Opcodes.ACC_INTERFACE) != 0;
        return new AnnotatedMethod(
                owner,
                inInterface,
                access,
                name,
                descriptor,
                memoized,
                settings.toString(),
                classScope && !isStatic,
                deepRecursion,
                ignored,
                timing,
                timingSettings.toString(),
                maxLocals,
                argumentNames(access, descriptor),
                invalidations.stream().map(i -> i.spec(parameters)).toList(),
                field);
    }

    /** By position; empty where nobody knows. */
    private List<String> names(ParameterNames source, int access, String name, String descriptor) {
        List<String> known = source.of(name, descriptor);
        if (known != null) {
            return known;
        }
        if (!parameterNames.isEmpty()) {
            return parameterNames;
        }
        List<String> fromLocals = new ArrayList<>();
        int slot = (access & Opcodes.ACC_STATIC) != 0 ? 0 : 1;
        for (Type type : Type.getArgumentTypes(descriptor)) {
            Local local = locals.get(slot);
            fromLocals.add(local == null ? "" : local.name());
            slot += type.getSize();
        }
        return fromLocals;
    }

    private Map<Integer, Local> argumentNames(int access, String descriptor) {
        int slots = (Type.getArgumentsAndReturnSizes(descriptor) >> 2) - ((access & Opcodes.ACC_STATIC) != 0 ? 1 : 0);
        locals.keySet().removeIf(slot -> slot >= slots);
        return locals;
    }

    /** Only what is written in the source reaches the runtime, which knows the defaults. */
    private final class Attributes extends AnnotationVisitor {
        private final StringJoiner target;

        Attributes(StringJoiner target) {
            super(Opcodes.ASM9);
            this.target = target;
        }

        @Override
        public void visit(String name, Object value) {
            deepRecursion |= name.equals("deepRecursion") && value.equals(true);
            target.add(name + '=' + value);
        }

        @Override
        public @Nullable AnnotationVisitor visitArray(String name) {
            return name.equals("tags") && target == settings ? new Strings(tags) : null;
        }

        @Override
        public void visitEnum(String name, String descriptor, String value) {
            if (name.equals("scope")) {
                // Static methods have one memo whatever is written, and INSTANCE is what the runtime takes for granted.
                classScope = value.equals("CLASS");
            } else {
                target.add(name + '=' + value);
            }
        }
    }

    /** The elements of an array of strings. */
    static final class Strings extends AnnotationVisitor {
        private final List<String> target;

        Strings(List<String> target) {
            super(Opcodes.ASM9);
            this.target = target;
        }

        @Override
        public void visit(String name, Object value) {
            target.add(String.valueOf(value));
        }
    }
}
