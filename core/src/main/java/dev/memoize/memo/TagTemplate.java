package dev.memoize.memo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tag as it is written down, such as {@code product:{id}}, and the one parser of it. Immutable.
 *
 * <p>Source has names of parameters between the braces; the weaver puts their indexes there.
 */
public final class TagTemplate {
    private static final Pattern TEMPLATE = Pattern.compile("(?:[^\\s,{}]|\\{[^\\s,{}]*})+");
    private static final Pattern SELECTOR = Pattern.compile("(\\w|\\$|[^\\x00-\\x7F])+(\\.(\\w|\\$|[^\\x00-\\x7F])+)*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");

    /** A parameter, by name or index, and the properties that lead on from it. */
    public record Selector(String parameter, List<String> properties) {
        /** Throws {@link IllegalArgumentException} that names the value and the fix. */
        public static Selector parse(String text) {
            if (!SELECTOR.matcher(text).matches()) {
                throw new IllegalArgumentException("\"" + text
                        + "\" names no parameter; use its name, its position from 0, or a property such as order.id");
            }
            List<String> parts = List.of(text.split("\\."));
            return new Selector(parts.get(0), parts.subList(1, parts.size()));
        }

        /** Whether it says a position. */
        public boolean isIndex() {
            return parameter.chars().allMatch(c -> c >= '0' && c <= '9') && parameter.length() < 4;
        }

        /** {@link #parameter} as a number, if {@link #isIndex}. */
        public int index() {
            return Integer.parseInt(parameter);
        }

        /** With the parameter's index in the place of its name. */
        public Selector withIndex(int index) {
            return new Selector(String.valueOf(index), properties);
        }

        @Override
        public String toString() {
            return properties.isEmpty() ? parameter : parameter + "." + String.join(".", properties);
        }
    }

    private final String text;
    /** One more than there are placeholders. */
    private final List<String> literals = new ArrayList<>();

    private final List<Selector> selectors = new ArrayList<>();

    private TagTemplate(String text) {
        this.text = text;
        Matcher m = PLACEHOLDER.matcher(text);
        int end = 0;
        while (m.find()) {
            literals.add(text.substring(end, m.start()));
            selectors.add(Selector.parse(m.group(1)));
            end = m.end();
        }
        literals.add(text.substring(end));
    }

    /** Throws {@link IllegalArgumentException} that names the value and the fix. */
    public static TagTemplate parse(String text) {
        if (!TEMPLATE.matcher(text).matches()) {
            throw new IllegalArgumentException("tag is \"" + text
                    + "\"; use one character or more, no spaces or commas, and braces around parameters only:"
                    + " product:{id}");
        }
        return new TagTemplate(text);
    }

    /** Whether it is the same tag for all arguments. */
    public boolean isFixed() {
        return selectors.isEmpty();
    }

    public List<Selector> selectors() {
        return selectors;
    }

    List<String> literals() {
        return literals;
    }

    /** With the indexes of parameters in the place of their names. */
    public TagTemplate withIndexes(ToIntFunction<Selector> indexOf) {
        StringBuilder s = new StringBuilder(literals.get(0));
        for (int i = 0; i < selectors.size(); i++) {
            Selector selector = selectors.get(i);
            s.append('{')
                    .append(selector.withIndex(indexOf.applyAsInt(selector)))
                    .append('}');
            s.append(literals.get(i + 1));
        }
        return new TagTemplate(s.toString());
    }

    @Override
    public String toString() {
        return text;
    }
}
