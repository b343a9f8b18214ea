package dev.memoize.memo;

import dev.memoize.memo.ArgumentPath.Types;
import dev.memoize.memo.TagTemplate.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tags that a call's result carries. Immutable. */
final class Tags {
    static final Tags NONE = new Tags(List.of(), List.of());

    /** One tag with placeholders. */
    private record FromArguments(List<String> literals, List<ArgumentPath> values) {
        String of(@Nullable Object[] arguments) {
            StringBuilder tag = new StringBuilder(literals.get(0));
            for (int i = 0; i < values.size(); i++) {
                tag.append(values.get(i).text(arguments)).append(literals.get(i + 1));
            }
            return tag.toString();
        }
    }

    private final List<String> fixed;
    private final List<FromArguments> fromArguments;

    private Tags(List<String> fixed, List<FromArguments> fromArguments) {
        this.fixed = fixed;
        this.fromArguments = fromArguments;
    }

    /**
     * @param shift how many values stand before the parameters in an array of arguments
     * @param types asked for if there are properties, and not before the first tag is made
     */
    static Tags of(List<TagTemplate> templates, int shift, Supplier<Types> types) {
        if (templates.isEmpty()) {
            return NONE;
        }
        List<String> fixed = new ArrayList<>();
        List<FromArguments> fromArguments = new ArrayList<>();
        for (TagTemplate template : templates) {
            if (template.isFixed()) {
                fixed.add(template.toString());
            } else {
                List<ArgumentPath> values = new ArrayList<>();
                for (Selector selector : template.selectors()) {
                    values.add(new ArgumentPath(selector, shift, types));
                }
                fromArguments.add(new FromArguments(template.literals(), values));
            }
        }
        return new Tags(List.copyOf(fixed), List.copyOf(fromArguments));
    }

    boolean isEmpty() {
        return fixed.isEmpty() && fromArguments.isEmpty();
    }

    /** Those that every result carries. */
    List<String> fixed() {
        return fixed;
    }

    boolean dependOnArguments() {
        return !fromArguments.isEmpty();
    }

    /** Those that the arguments make. Runs the code of their properties. */
    List<String> fromArguments(@Nullable Object[] arguments) {
        List<String> tags = new ArrayList<>(fromArguments.size());
        for (FromArguments f : fromArguments) {
            tags.add(f.of(arguments));
        }
        return tags;
    }

    /** All of them, always in the same order. */
    List<String> of(@Nullable Object[] arguments) {
        if (fromArguments.isEmpty()) {
            return fixed;
        }
        List<String> all = new ArrayList<>(fixed);
        all.addAll(fromArguments(arguments));
        return all;
    }

    /** Complains now of properties that are not there. */
    void check() {
        fromArguments.forEach(f -> f.values().forEach(ArgumentPath::properties));
    }
}
