package dev.memoize.weaver;

import dev.memoize.memo.TagTemplate;
import dev.memoize.memo.TagTemplate.Selector;
import java.util.List;
import java.util.stream.Collectors;

/** Puts the indexes of one method's parameters in the place of their names, which are not there at run time. */
final class ParameterIndexes {
    private final String method;
    private final List<String> names;

    /** @param names by position, empty where they are not known */
    ParameterIndexes(String method, List<String> names) {
        this.method = method;
        this.names = names;
    }

    /** Tags as they are written down, joined as the runtime reads them. */
    String resolve(List<String> templates) {
        try {
            return templates.stream()
                    .map(t -> TagTemplate.parse(t).withIndexes(this::indexOf).toString())
                    .collect(Collectors.joining(","));
        } catch (IllegalArgumentException e) {
            throw new WeavingException(method + ": " + e.getMessage(), e);
        }
    }

    String selectors(List<String> selectors) {
        try {
            return selectors.stream()
                    .map(Selector::parse)
                    .map(s -> s.withIndex(indexOf(s)).toString())
                    .collect(Collectors.joining(","));
        } catch (IllegalArgumentException e) {
            throw new WeavingException(method + ": " + e.getMessage(), e);
        }
    }

    private int indexOf(Selector selector) {
        int index = selector.isIndex() ? selector.index() : names.indexOf(selector.parameter());
        if (index >= 0 && index < names.size()) {
            return index;
        }
        boolean unnamed = !names.isEmpty() && names.stream().allMatch(String::isEmpty);
        throw new WeavingException(method + " has no parameter \"" + selector.parameter() + "\""
                + (unnamed
                        ? ": its class file does not say what they are called. Compile it with -g or -parameters, or use their positions, from 0."
                        : "; it has " + names + ". Positions count from 0."));
    }
}
