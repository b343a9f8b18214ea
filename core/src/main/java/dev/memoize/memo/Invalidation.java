package dev.memoize.memo;

import dev.memoize.memo.ArgumentPath.Types;
import dev.memoize.memo.TagTemplate.Selector;
import dev.memoize.spi.ConfigurationError;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one method invalidates when it has ended: the run time of {@code @Invalidates}. For woven code.
 *
 * <p>It is linked when the method is entered, so that what cannot work is said before anything is written.
 */
public final class Invalidation {
    /** Where the parameters begin in an array of arguments: {@code this}, or {@code null}, is before them. */
    private static final int SHIFT = 1;

    private final List<Step> onReturn = new ArrayList<>();
    private final List<Step> onException = new ArrayList<>();

    private interface Step {
        void run(@Nullable Object[] arguments);
    }

    private Invalidation() {}

    /**
     * The constant of a woven method.
     *
     * @param descriptor of the method
     * @param specs of one annotation each: lines of {@code name=value}, names of parameters being indexes
     */
    public static Object bootstrap(
            MethodHandles.Lookup lookup, String name, Class<?> type, String descriptor, String... specs) {
        Invalidation all = new Invalidation();
        for (String spec : specs) {
            all.add(lookup, name, descriptor, spec);
        }
        return all;
    }

    private void add(MethodHandles.Lookup lookup, String name, String descriptor, String spec) {
        Map<String, String> values = new HashMap<>();
        for (String line : spec.split("\n")) {
            int eq = line.indexOf('=');
            values.put(line.substring(0, eq), line.substring(eq + 1));
        }
        ClassLoader loader = lookup.lookupClass().getClassLoader();
        Supplier<Types> types = () -> new Types(MethodType.fromMethodDescriptorString(descriptor, loader), lookup);
        List<Step> steps = new ArrayList<>();
        try {
            List<TagTemplate> templates = Settings.DEFAULT
                    .with("tags", values.getOrDefault("tags", ""))
                    .tags();
            Tags tags = Tags.of(templates, SHIFT, types);
            tags.check();
            if (!tags.isEmpty()) {
                steps.add(arguments -> tags.of(arguments).forEach(tag -> TagInvalidation.invalidate(tag, loader)));
            }
            String method = values.getOrDefault("method", "");
            if (!method.isEmpty()) {
                List<ArgumentPath> paths = new ArrayList<>();
                for (String arg : values.getOrDefault("args", "").split(",")) {
                    if (!arg.isEmpty()) {
                        paths.add(new ArgumentPath(Selector.parse(arg), SHIFT, types));
                    }
                }
                paths.forEach(ArgumentPath::properties);
                int parameters = MethodType.fromMethodDescriptorString(descriptor, loader)
                        .parameterCount();
                InvalidatedMethod target =
                        InvalidatedMethod.of(owner(lookup, values.getOrDefault("of", "")), method, paths, parameters);
                steps.add(values.containsKey("all") ? arguments -> target.invalidateAll() : target::invalidate);
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigurationError(
                    "@Invalidates on " + lookup.lookupClass().getName() + "." + name + ": " + e.getMessage());
        }
        onReturn.addAll(steps);
        if (values.containsKey("onException")) {
            onException.addAll(steps);
        }
    }

    private static Class<?> owner(MethodHandles.Lookup lookup, String name) {
        if (name.isEmpty()) {
            return lookup.lookupClass();
        }
        try {
            return lookup.findClass(name);
        } catch (ClassNotFoundException | IllegalAccessException e) {
            throw new IllegalArgumentException("of is " + name + ", which is not found: " + e.getMessage());
        }
    }

    /** The method has returned. {@code arguments} are those it was called with, after {@code this}. */
    public void returned(@Nullable Object[] arguments) {
        run(onReturn, arguments);
    }

    /** The method has thrown. */
    public void thrown(@Nullable Object[] arguments) {
        run(onException, arguments);
    }

    private static void run(List<Step> steps, @Nullable Object[] arguments) {
        // All of them, whatever becomes of one: properties are user code.
        Throwable first = null;
        for (Step step : steps) {
            try {
                step.run(arguments);
            } catch (Throwable t) {
                first = first == null ? t : first;
            }
        }
        if (first != null) {
            throw Sneaky.<RuntimeException>uncheck(first);
        }
    }
}
