package dev.memoize.weaver;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * One {@code @Invalidates}, as it travels to the runtime.
 *
 * @param text lines of {@code name=value}, of what is written in the source only
 * @param onException whether it acts on exceptions as well
 */
record InvalidationSpec(String text, boolean onException) {
    /** Reads one annotation. */
    static final class Reader extends AnnotationVisitor {
        private final List<String> tags = new ArrayList<>();
        private final List<String> args = new ArrayList<>();
        private final StringJoiner others = new StringJoiner("\n");
        private boolean onException;

        Reader() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(String name, Object value) {
            if (value instanceof Type type) {
                if (type.getSort() != Type.VOID) {
                    others.add(name + '=' + type.getClassName());
                }
            } else if (!value.equals(false)) {
                onException |= name.equals("onException");
                others.add(name + '=' + value);
            }
        }

        @Override
        public @Nullable AnnotationVisitor visitArray(String name) {
            return switch (name) {
                case "tags" -> new MethodScan.Strings(tags);
                case "args" -> new MethodScan.Strings(args);
                default -> null;
            };
        }

        InvalidationSpec spec(ParameterIndexes parameters) {
            if (!tags.isEmpty()) {
                others.add("tags=" + parameters.resolve(tags));
            }
            if (!args.isEmpty()) {
                others.add("args=" + parameters.selectors(args));
            }
            return new InvalidationSpec(others.toString(), onException);
        }
    }
}
