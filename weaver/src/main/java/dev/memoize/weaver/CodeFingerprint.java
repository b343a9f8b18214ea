package dev.memoize.weaver;

import dev.memoize.spi.CodeVersion;
import dev.memoize.weaver.CodeOfClass.Code;
import dev.memoize.weaver.CodeText.Use;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A hash of a method's instructions and of those that it reaches inside the application.
 *
 * <p>A virtual call reaches the method that it names and all that override it. What is given an instance of a class
 * that implements something of a library may call each of its methods. A field is what the constructors or the static
 * initializer of its class made it. So more is reached than will ever run, and a change there costs computations, but
 * hardly anything that runs is left out: see docs/design/versions.md.
 */
public final class CodeFingerprint implements CodeVersion {
    private static final System.Logger LOG = System.getLogger("dev.memoize.tier");

    /** Changed with everything that changes the texts. */
    private static final String FORMAT = "1";

    private static final int BYTES = 12;

    /** Called by {@link java.util.ServiceLoader}. */
    public CodeFingerprint() {}

    @Override
    public @Nullable String of(Class<?> declaringClass, String method, String descriptor) {
        try {
            Walk walk = new Walk(ApplicationClasses.of(declaringClass));
            return walk.from(declaringClass.getName().replace('.', '/'), method, descriptor);
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    () -> "the code of " + declaringClass.getName() + "." + method
                            + " cannot be told from another version's; give it a version (" + e + ")");
            return null;
        }
    }

    private static final class Walk {
        private final ApplicationClasses classes;
        private final MessageDigest digest;
        private final Deque<Code> open = new ArrayDeque<>();
        private final Set<String> seen = new HashSet<>();
        private final Set<String> made = new HashSet<>();
        private final Map<String, String> counted = new HashMap<>();

        Walk(ApplicationClasses classes) {
            this.classes = classes;
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }

        @Nullable
        String from(String owner, String method, String descriptor) throws IOException {
            CodeOfClass of = classes.get(owner);
            Code root = of == null ? null : of.method(method, descriptor);
            if (root == null) {
                throw new IOException("it is not in its class file");
            }
            add(FORMAT);
            reach(root);
            while (!open.isEmpty()) {
                Code code = open.remove();
                add(code.owner() + ' ' + plainName(code) + ' ' + code.descriptor() + ' ' + code.is(Modifier.STATIC));
                add(code.text());
                for (Use use : code.uses()) {
                    follow(use);
                }
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest.digest(), BYTES));
        }

        /**
         * Names that javac counted, as it does anonymous classes and lambdas, become those of their first appearance: a
         * new one renames those behind it.
         */
        private void add(String text) {
            StringBuilder plain = new StringBuilder(text.length());
            int done = 0;
            for (int dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', Math.max(done, dollar + 1))) {
                int end = dollar + 1;
                while (end < text.length() && Character.isDigit(text.charAt(end))) {
                    end++;
                }
                if (end > dollar + 1) {
                    int start = dollar;
                    while (start > done && isOfName(text.charAt(start - 1))) {
                        start--;
                    }
                    String name = text.substring(start, end);
                    plain.append(text, done, start).append(counted.computeIfAbsent(name, n -> "#" + counted.size()));
                    done = end;
                }
            }
            plain.append(text, done, text.length());
            digest.update(plain.toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }

        private static boolean isOfName(char c) {
            return c != ' ' && c != ';' && c != '(' && c != ')' && c != '[' && c != '\n';
        }

        private void reach(@Nullable Code code) throws IOException {
            if (code != null && seen.add(code.owner() + ' ' + code.name() + code.descriptor())) {
                open.add(code);
                if (code.is(Modifier.STATIC)) {
                    initialize(code.owner());
                }
            }
        }

        /** The same whether the class file is woven or, for an agent, will be. */
        private static String plainName(Code code) {
            String name = code.name();
            return name.startsWith(Names.BODY_PREFIX) ? name.substring(Names.BODY_PREFIX.length()) : name;
        }

        private void initialize(String type) throws IOException {
            CodeOfClass of = classes.get(type);
            if (of != null) {
                reach(of.method("<clinit>", "()V"));
            }
        }

        private void follow(Use use) throws IOException {
            switch (use.kind()) {
                case NEW -> make(use.owner());
                case STATIC_FIELD -> {
                    for (String type : classes.supertypes(use.owner())) {
                        initialize(type);
                    }
                }
                case FIELD -> construct(use.owner());
                case CALL -> reach(declared(use));
                case VIRTUAL -> {
                    reach(declared(use));
                    if (!use.owner().equals("java/lang/Object") && !use.owner().startsWith("[")) {
                        for (String subtype : classes.subtypes(use.owner())) {
                            CodeOfClass of = classes.get(subtype);
                            reach(of == null ? null : of.method(use.name(), use.descriptor()));
                        }
                    }
                }
            }
        }

        /** The method of that name that the class or a supertype of it has. */
        private @Nullable Code declared(Use use) throws IOException {
            // Nothing of a library inherits from the application.
            if (use.owner().startsWith("[") || classes.get(use.owner()) == null) {
                return null;
            }
            for (String type : classes.supertypes(use.owner())) {
                CodeOfClass of = classes.get(type);
                Code code = of == null ? null : of.method(use.name(), use.descriptor());
                if (code != null) {
                    return code;
                }
            }
            return null;
        }

        private void construct(String type) throws IOException {
            CodeOfClass of = classes.get(type);
            if (of != null) {
                for (Code code : of.methods()) {
                    if (code.name().equals("<init>")) {
                        reach(code);
                    }
                }
            }
        }

        /** An instance may be given to a library, which calls what it knows of it. */
        private void make(String type) throws IOException {
            if (classes.get(type) == null || !made.add(type)) {
                return;
            }
            initialize(type);
            List<String> supertypes = classes.supertypes(type);
            boolean isOfLibrary = false;
            for (String supertype : supertypes) {
                isOfLibrary |= classes.get(supertype) == null && !PLAIN.contains(supertype);
            }
            for (String supertype : supertypes) {
                CodeOfClass of = classes.get(supertype);
                if (of == null) {
                    continue;
                }
                for (Code code : of.methods()) {
                    boolean isCallable = !code.is(Modifier.STATIC | Modifier.PRIVATE)
                            && !code.name().startsWith("<");
                    if (isCallable && (isOfLibrary || OF_OBJECT.contains(code.name()))) {
                        reach(of.method(code.name(), code.descriptor()));
                    }
                }
            }
        }

        /** Supertypes through which nobody calls anything. */
        private static final Set<String> PLAIN = Set.of(
                "java/lang/Object",
                "java/lang/Record",
                "java/lang/Enum",
                "java/lang/Comparable",
                "java/lang/constant/Constable",
                "java/io/Serializable",
                "java/lang/Cloneable");

        private static final Set<String> OF_OBJECT = Set.of("equals", "hashCode", "toString", "compareTo");
    }
}
