package dev.memoize.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The JDK's classes that hold others and may come out of the bytes of {@link KryoCodec}, {@link ForyCodec} and
 * {@link JdkCodec}. Their order is part of the formats.
 */
@SuppressWarnings("JdkObsolete") // what users have, they have
final class JdkContainers {
    /** By the objects that have them: not all of the classes can be named. */
    static final List<Class<?>> ALL = classes(
            new ArrayList<>(),
            new LinkedList<>(),
            new ArrayDeque<>(),
            new HashMap<>(),
            new LinkedHashMap<>(),
            new TreeMap<>(),
            new HashSet<>(),
            new LinkedHashSet<>(),
            new TreeSet<>(),
            Optional.empty(),
            Arrays.asList(1, 2),
            Collections.emptyList(),
            Collections.emptySet(),
            Collections.emptyMap(),
            Collections.singletonList(1),
            Collections.singleton(1),
            Collections.singletonMap(1, 1),
            Collections.unmodifiableCollection(new ArrayDeque<>()),
            Collections.unmodifiableList(new LinkedList<>()),
            Collections.unmodifiableList(new ArrayList<>()),
            Collections.unmodifiableSet(new HashSet<>()),
            Collections.unmodifiableMap(new HashMap<>()),
            List.of(1),
            List.of(1, 2, 3),
            List.of(1, 2, 3).subList(0, 2),
            Set.of(1),
            Set.of(1, 2, 3),
            Map.of(1, 1),
            Map.of(1, 1, 2, 2));

    private JdkContainers() {}

    private static List<Class<?>> classes(Object... containers) {
        List<Class<?>> classes = new ArrayList<>();
        for (Object container : containers) {
            classes.add(container.getClass());
        }
        return List.copyOf(classes);
    }

    /** Whether that class only shows another collection or map. */
    static boolean isUnmodifiableView(Class<?> type) {
        return type.getName().startsWith("java.util.Collections$Unmodifiable");
    }

    static boolean isContainer(Class<?> type) {
        return type == Optional.class || Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }
}
