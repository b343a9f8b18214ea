package dev.memoize.weaver;

import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Calls into the JDK whose results differ from one call to the next. */
final class ImpureCalls {
    /** By owner, then the calls that read nothing but the world: all overloads without parameters. */
    private static final Map<String, Set<String>> CLOCKS = Map.ofEntries(
            Map.entry("java.lang.System", Set.of("currentTimeMillis", "nanoTime")),
            Map.entry("java.util.Date", Set.of("<init>")),
            Map.entry("java.util.GregorianCalendar", Set.of("<init>")),
            Map.entry("java.util.Calendar", Set.of("getInstance")));

    private static final Map<String, Set<String>> RANDOM = Map.ofEntries(
            Map.entry("java.lang.Math", Set.of("random")),
            Map.entry("java.lang.StrictMath", Set.of("random")),
            Map.entry("java.util.UUID", Set.of("randomUUID")),
            Map.entry("java.util.Random", Set.of("<init>")),
            Map.entry("java.util.SplittableRandom", Set.of("<init>")),
            Map.entry("java.security.SecureRandom", Set.of("<init>", "getInstanceStrong")),
            Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")));

    private static final Map<String, Set<String>> PROPERTIES = Map.of(
            "java.lang.System", Set.of("getProperty", "getProperties"),
            "java.lang.Integer", Set.of("getInteger"),
            "java.lang.Long", Set.of("getLong"),
            "java.lang.Boolean", Set.of("getBoolean"));

    /** Properties of the JVM, which are what they are for as long as it runs. */
    private static final Set<String> FIXED = Set.of("os.", "java.", "user.", "file.", "path.", "line.", "sun.", "jdk.");

    private ImpureCalls() {}

    /** Why a call makes a method impure, or null. */
    record Finding(Lint lint, String message) {}

    /** @param argument the first argument if it is a constant string */
    static @Nullable Finding of(Element called, @Nullable String argument) {
        if (!(called instanceof ExecutableElement method)
                || !(called.getEnclosingElement() instanceof TypeElement owner)) {
            return null;
        }
        String type = SourceTypes.name(owner);
        if (!type.startsWith("java.")) {
            return null;
        }
        String name = method.getSimpleName().toString();
        boolean plain = method.getParameters().isEmpty();
        String shown = method.getKind() == ElementKind.CONSTRUCTOR
                ? "new " + owner.getSimpleName() + "()"
                : owner.getSimpleName() + "." + name;
        if (plain && isAny(CLOCKS, type, name) || isTimeNow(type, name) || isClock(type, name)) {
            return new Finding(
                    Lint.CLOCK,
                    shown
                            + " reads the clock, and a hit returns what it was at the first call; pass the time in as a parameter, or set a ttl");
        }
        if (plain && isAny(RANDOM, type, name) || isUnseededShuffle(type, name, method)) {
            return new Finding(
                    Lint.RANDOM,
                    shown
                            + " is random, and a hit repeats what it gave at the first call; use a seed that is a parameter, or do not memoize");
        }
        if (isAny(PROPERTIES, type, name) && (argument == null || FIXED.stream().noneMatch(argument::startsWith))) {
            return new Finding(
                    Lint.PROPERTY,
                    shown
                            + " reads a property that may be set later, and a hit returns what it was at the first call; pass the value in as a parameter, or set a ttl");
        }
        return null;
    }

    private static boolean isAny(Map<String, Set<String>> calls, String type, String name) {
        return calls.getOrDefault(type, Set.of()).contains(name);
    }

    /** {@code now()} with a zone or a clock, too. */
    private static boolean isTimeNow(String type, String name) {
        return name.equals("now") && type.startsWith("java.time.")
                || name.equals("dateNow") && type.startsWith("java.time.chrono.");
    }

    private static boolean isClock(String type, String name) {
        return (type.equals("java.time.Clock") || type.equals("java.time.InstantSource"))
                && (name.equals("millis") || name.equals("instant"));
    }

    private static boolean isUnseededShuffle(String type, String name, ExecutableElement method) {
        return type.equals("java.util.Collections")
                && name.equals("shuffle")
                && method.getParameters().size() == 1;
    }
}
