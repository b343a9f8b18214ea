package dev.memoize.weaver;

import java.util.Set;

/** Types of the JDK, and a few that everybody has, by what remembering them means. */
final class KnownTypes {
    /**
     * Values that can be changed. Concurrent ones are left out: who returns a ConcurrentHashMap or an AtomicLong from a
     * memoized method means to share it.
     */
    static final Set<String> MUTABLE = Set.of(
            "java.util.ArrayList",
            "java.util.LinkedList",
            "java.util.Vector",
            "java.util.ArrayDeque",
            "java.util.PriorityQueue",
            "java.util.HashSet",
            "java.util.TreeSet",
            "java.util.EnumSet",
            "java.util.HashMap",
            "java.util.TreeMap",
            "java.util.EnumMap",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap",
            "java.util.Hashtable",
            "java.util.BitSet",
            "java.util.Date",
            "java.util.Calendar",
            "java.util.StringJoiner",
            "java.lang.StringBuilder",
            "java.lang.StringBuffer",
            "java.text.DateFormat",
            "java.text.NumberFormat",
            "java.nio.Buffer");

    /** Equal to themselves only, although made to hold a value. */
    static final Set<String> MUTABLE_BY_IDENTITY = Set.of(
            "java.lang.StringBuilder",
            "java.lang.StringBuffer",
            "java.util.StringJoiner",
            "java.util.ArrayDeque",
            "java.util.PriorityQueue",
            "java.util.concurrent.atomic.AtomicInteger",
            "java.util.concurrent.atomic.AtomicLong",
            "java.util.concurrent.atomic.AtomicBoolean",
            "java.util.concurrent.atomic.AtomicReference");

    static final Set<String> DATES = Set.of("java.util.Date", "java.util.Calendar");

    /** A stream that has been used cannot be used again. */
    static final Set<String> STREAMS = Set.of(
            "java.util.stream.Stream",
            "java.util.stream.IntStream",
            "java.util.stream.LongStream",
            "java.util.stream.DoubleStream",
            "java.util.stream.BaseStream");

    /** What is used up by reading it. */
    static final Set<String> ONE_SHOT = Set.of(
            "java.util.stream.BaseStream",
            "java.util.Iterator",
            "java.util.Enumeration",
            "java.util.Spliterator",
            "java.util.Scanner",
            "java.io.InputStream",
            "java.io.Reader",
            "java.nio.channels.ReadableByteChannel",
            "java.sql.ResultSet");

    /** What is made or borrowed for one request. */
    static final Set<String> PER_REQUEST = Set.of(
            "java.sql.Connection",
            "java.sql.Statement",
            "jakarta.servlet.ServletRequest",
            "javax.servlet.ServletRequest",
            "jakarta.servlet.ServletResponse",
            "javax.servlet.ServletResponse",
            "org.hibernate.Session",
            "jakarta.persistence.EntityManager",
            "javax.persistence.EntityManager");

    static final Set<String> ASYNC = Set.of("java.util.concurrent.CompletionStage", "java.util.concurrent.Future");

    /** Without {@code equals}, but there is one object for each value. */
    static final Set<String> CANONICAL = Set.of(
            "java.lang.Class",
            "java.lang.ClassLoader",
            "java.lang.Module",
            "java.lang.ModuleLayer",
            "java.lang.Package",
            "java.lang.Thread",
            "java.util.Currency",
            "java.util.logging.Logger");

    static final Set<String> RANDOM_GENERATORS = Set.of("java.util.Random", "java.util.random.RandomGenerator");

    /** Methods that change what they are called on, if that is a collection or a builder. */
    static final Set<String> MUTATORS = Set.of(
            "add",
            "addAll",
            "addFirst",
            "addLast",
            "append",
            "clear",
            "delete",
            "deleteCharAt",
            "insert",
            "offer",
            "poll",
            "pollFirst",
            "pollLast",
            "pop",
            "push",
            "put",
            "putAll",
            "putIfAbsent",
            "computeIfAbsent",
            "merge",
            "remove",
            "removeAll",
            "removeFirst",
            "removeIf",
            "removeLast",
            "replaceAll",
            "retainAll",
            "reverse",
            "set",
            "setLength",
            "setTime",
            "sort");

    static final Set<String> CHANGEABLE = Set.of(
            "java.util.Collection",
            "java.util.Map",
            "java.util.Date",
            "java.util.BitSet",
            "java.lang.StringBuilder",
            "java.lang.StringBuffer");

    /** Methods that make a new calendar forget the time at which it was made. */
    static final Set<String> RESETS = Set.of("setTime", "setTimeInMillis", "clear");

    /** Annotations by which a framework sets a field, once. By simple name: javax or jakarta. */
    static final Set<String> INJECTED = Set.of(
            "Autowired",
            "Inject",
            "Resource",
            "Value",
            "PersistenceContext",
            "PersistenceUnit",
            "ConfigProperty",
            "ConfigurationProperty",
            "EJB",
            "Reference",
            "Parameter",
            "Param",
            "Id",
            "Mock",
            "Spy",
            "InjectMocks",
            "MockBean",
            "TempDir");

    private KnownTypes() {}
}
