package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.memo.WovenGenerated;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Libraries at work, with pure methods of theirs memoized, beside themselves as they were. */
class WorkloadTest {
    /**
     * Only immutable results: reverseDelimited reverses the array that split gave it, which is a caller's right unless
     * split is memoized.
     */
    private static final Set<String> IMMUTABLE = Set.of("java.lang.String", "java.lang.Integer", "java.lang.Long");

    private static final String[] TEXTS = {
        null,
        "",
        " ",
        "a",
        "ab",
        "abc",
        "ABC",
        "a,b,,c",
        "  pad ",
        "The quick brown fox",
        "x.y.z",
        "éß\uD83D\uDE00",
        "12",
        "-3.5",
        "0x1F",
        "true",
        "\t\r\n",
        "aaaaaaaaaaaa"
    };

    @Test
    void commonsLangGivesWhatItGaveBefore() throws Exception {
        Set<String> chosen =
                Set.of("StringUtils", "math.NumberUtils", "CharUtils", "BooleanUtils", "Strings", "math.IEEE754rUtils");
        Map<String, byte[]> library = Jar.of(StringUtils.class);
        Jar.Loader woven = new Jar.Loader(woven(
                library,
                (type, access, name, descriptor) ->
                        chosen.contains(type.replace("org.apache.commons.lang3.", "")) && isPure(access, descriptor)));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Method> before = new ArrayList<>();
        for (String type : chosen) {
            Stream.of(Class.forName("org.apache.commons.lang3." + type).getMethods())
                    .filter(m -> Modifier.isStatic(m.getModifiers()) && canCall(m))
                    .sorted(Comparator.comparing(Method::toString))
                    .forEach(before::add);
        }
        for (int i = 0; i < 60_000; i++) {
            Method method = before.get(random.nextInt(before.size()));
            Object[] arguments = Stream.of(method.getParameterTypes())
                    .map(t -> argument(t, random))
                    .toArray();
            Method after = woven.loadClass(method.getDeclaringClass().getName())
                    .getMethod(method.getName(), method.getParameterTypes());
            assertThat(outcome(after, arguments))
                    .as("seed %d: %s%s", seed, method, Arrays.deepToString(arguments))
                    .isEqualTo(outcome(method, arguments));
        }
        CacheInfo sum = counts(
                woven, chosen.stream().map(s -> "org.apache.commons.lang3." + s).toList());
        assertThat(sum.hits()).isGreaterThan(20_000);
        assertThat(sum.misses()).isGreaterThan(5_000);
    }

    /** Why only immutable results are memoized above. */
    @Test
    void callerThatChangesAnArrayChangesTheMemo() throws Exception {
        Jar.Loader woven = new Jar.Loader(woven(
                Jar.of(StringUtils.class),
                (type, access, name, descriptor) -> type.endsWith(".StringUtils")
                        && name.equals("split")
                        && descriptor.startsWith("(Ljava/lang/String;C)")));
        Method reverse =
                woven.loadClass(StringUtils.class.getName()).getMethod("reverseDelimited", String.class, char.class);
        assertThat(reverse.invoke(null, "a.b.c", '.')).isEqualTo("c.b.a");
        assertThat(reverse.invoke(null, "a.b.c", '.')).isEqualTo("a.b.c");
    }

    private static final String[] TABLES = {
        "create table person(id int primary key, name varchar(40), born date, seen timestamp with time zone, pay numeric(10, 2))",
        "insert into person select x, 'Name ' || mod(x * 7919, 97), dateadd(day, mod(x * 31, 20000), date '1960-02-28'),"
                + " timestamp with time zone '2020-02-29 23:59:59.123456789+02:00' + x * interval '13' hour, mod(x * 1237, 9973) / 7.0"
                + " from system_range(1, 600)",
        "create index by_name on person(name)"
    };
    private static final String[] QUERIES = {
        "select name, count(*), min(born), max(seen), sum(pay), avg(pay) from person group by name order by name",
        "select extract(year from born) y, extract(week from born) w, extract(dow from born) d, day_name(born), month_name(born)"
                + " from person order by id",
        "select id, rank() over (partition by extract(month from born) order by pay, id), lag(born) over (order by id) from person order by id",
        "select formatdatetime(born, 'yyyy-MM-dd EEE', 'en'), datediff(day, born, date '2024-02-29'), dateadd(month, 1, born) from person order by id",
        "select upper(name), lower(name), lpad(name, 12, '*'), replace(name, 'a', '<'), name like '%1%', xmltext(name), stringencode(name)"
                + " from person order by id",
        "with recursive t(n, s) as (select 1, cast('x' as varchar(100)) union all select n + 1, s || n from t where n < 30) select * from t",
        "select a.id, b.id from person a join person b on a.name = b.name and a.id < b.id where a.born > date '1975-01-01' order by 1, 2",
        "select cast(seen as date), cast(seen as time), seen at time zone '+05:30', cast(pay as int), cast(id as varchar) from person order by id",
        "select table_name, column_name, data_type from information_schema.columns order by 1, 2, ordinal_position",
        "select cast('2023-02-30' as date)"
    };

    @Test
    void queriesOfH2ReturnTheSameRows() throws Exception {
        Set<String> chosen = Set.of(
                "org.h2.util.DateTimeUtils",
                "org.h2.util.MathUtils",
                "org.h2.util.StringUtils",
                "org.h2.value.DataType",
                "org.h2.value.Value");
        Map<String, byte[]> library = Jar.of(org.h2.Driver.class);
        Jar.Loader woven = new Jar.Loader(woven(
                library,
                (type, access, name, descriptor) -> chosen.contains(type)
                        && isPure(access, descriptor)
                        && Stream.of(Type.getArgumentTypes(descriptor)).allMatch(WorkloadTest::isImmutable)
                        && !name.matches("random.*|secure.*|cache")));
        List<String> expected = rows(new org.h2.Driver());
        Driver memoized =
                (Driver) woven.loadClass("org.h2.Driver").getConstructor().newInstance();
        assertThat(rows(memoized)).isEqualTo(expected).hasSizeGreaterThan(3_000);
        CacheInfo sum = counts(woven, List.copyOf(chosen));
        assertThat(sum.hits()).isGreaterThan(10_000);
        assertThat(sum.misses()).isGreaterThan(1_000);
    }

    private static List<String> rows(Driver driver) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = driver.connect("jdbc:h2:mem:;TIME ZONE=UTC", new Properties());
                Statement statement = connection.createStatement()) {
            for (String sql : TABLES) {
                statement.execute(sql);
            }
            for (String sql : QUERIES) {
                try (ResultSet result = statement.executeQuery(sql)) {
                    while (result.next()) {
                        StringBuilder row = new StringBuilder();
                        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                            row.append(result.getString(i)).append('|');
                        }
                        rows.add(row.toString());
                    }
                } catch (SQLException e) {
                    rows.add(e.getErrorCode() + " " + e.getMessage());
                }
            }
        }
        return rows;
    }

    private static Map<String, byte[]> woven(Map<String, byte[]> library, Chooser chooser) {
        Map<String, byte[]> woven = new TreeMap<>();
        library.forEach((type, bytes) -> {
            byte[] annotated =
                    Forced.memoize(bytes, (access, name, descriptor) -> chooser.choose(type, access, name, descriptor));
            byte[] changed = Weaver.weave(annotated, internal -> library.get(internal.replace('/', '.')));
            woven.put(type, changed == null ? bytes : changed);
        });
        return woven;
    }

    private interface Chooser {
        boolean choose(String type, int access, String name, String descriptor);
    }

    private static boolean isPure(int access, String descriptor) {
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        return isStatic && isImmutable(Type.getReturnType(descriptor));
    }

    private static boolean isImmutable(Type type) {
        return type.getSort() < Type.ARRAY || IMMUTABLE.contains(type.getClassName());
    }

    private static boolean canCall(Method method) {
        Class<?> result = method.getReturnType();
        return result != void.class
                && (result.isPrimitive() || result.isArray() || result.getName().startsWith("java.lang."))
                && Stream.of(method.getParameterTypes())
                        .allMatch(t -> t.isPrimitive()
                                || t == String.class
                                || t == CharSequence.class
                                || t == String[].class
                                || t == char[].class
                                || t == CharSequence[].class
                                || t == int[].class
                                || t == double[].class
                                || t == Boolean.class
                                || t == Integer.class);
    }

    private static Object argument(Class<?> type, Random random) {
        int n = random.nextInt(24) - 4;
        if (type == int.class || type == Integer.class) return n;
        if (type == long.class) return (long) n;
        if (type == short.class) return (short) n;
        if (type == byte.class) return (byte) n;
        if (type == double.class) return n / 4.0;
        if (type == float.class) return n / 4f;
        if (type == boolean.class || type == Boolean.class) return n > 7;
        if (type == char.class) return "a,x. \u0000\u00e9".charAt(random.nextInt(7));
        if (type == char[].class) return "ab,.".substring(random.nextInt(4)).toCharArray();
        if (type == int[].class) return new int[] {n, 1, n % 3};
        if (type == double[].class) return new double[] {n, Double.NaN, -0.0};
        if (type == String[].class || type == CharSequence[].class) {
            return new String[] {text(random), text(random)};
        }
        return text(random);
    }

    private static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private static String outcome(Method method, Object[] arguments) throws IllegalAccessException {
        Object[] copy = Stream.of(arguments)
                .map(a -> a instanceof Object[] array ? array.clone() : a)
                .toArray();
        try {
            Object result = method.invoke(null, copy);
            return result == null ? "null" : result.getClass().getName() + Arrays.deepToString(new Object[] {result});
        } catch (InvocationTargetException e) {
            return "threw " + e.getCause();
        }
    }

    private static CacheInfo counts(ClassLoader loader, List<String> types) throws Exception {
        long hits = 0;
        long misses = 0;
        for (String type : types) {
            for (Method method : loader.loadClass(type).getDeclaredMethods()) {
                if (method.isAnnotationPresent(WovenGenerated.class)) {
                    CacheInfo info = Memo.of(method).cacheInfo();
                    hits += info.hits();
                    misses += info.misses();
                }
            }
        }
        return new CacheInfo(hits, misses, 64, 0);
    }
}
