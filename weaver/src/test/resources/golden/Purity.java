import dev.memoize.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.*;
import java.util.logging.Logger;

class Purity {
    private static final Logger LOG = Logger.getLogger("purity");
    private static final Random RANDOM = new Random();
    static int calls;
    private static int neverAssigned = 3;
    private static int assignedOnce;
    static int open = 3;
    final int fixed = 4;
    private int set;
    private int inConstructor;
    int visible;

    static {
        assignedOnce = 4;
    }

    Purity(int n) {
        inConstructor = n;
    }

    void setSet(int n) {
        set = n;
    }

    @Memoize
    static long clock(int n) {
        return System.currentTimeMillis() + n;
    }

    @Memoize
    static boolean expired(Instant end) {
        return Instant.now().isAfter(end);
    }

    @Memoize
    static int age(LocalDate birth) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return Period.between(birth, today).getYears();
    }

    @Memoize
    static Instant given(@Memoize.Ignore Clock clock, Duration plus) {
        return clock.instant().plus(plus);
    }

    @Memoize
    static long oldDate(int n) {
        return new Date().getTime() + n;
    }

    @Memoize
    static int weekNow(int plus) {
        Calendar calendar = Calendar.getInstance();
        return calendar.get(Calendar.WEEK_OF_YEAR) + plus;
    }

    @Memoize
    static List<Instant> times(List<String> names) {
        List<Instant> times = new ArrayList<>();
        names.forEach(name -> times.add(Instant.now()));
        return List.copyOf(times);
    }

    @Memoize
    static String orNow(Optional<String> text) {
        return text.orElseGet(() -> Instant.now().toString());
    }

    @Memoize
    static Instant reference(Optional<Instant> at) {
        return at.orElseGet(Instant::now);
    }

    @Memoize
    static double random(int n) {
        return Math.random() * n;
    }

    @Memoize
    static int dice(int sides) {
        return ThreadLocalRandom.current().nextInt(sides);
    }

    @Memoize
    static int shared(int sides) {
        return RANDOM.nextInt(sides);
    }

    @Memoize
    static int unseeded(int sides) {
        Random random = new Random();
        return random.nextInt(sides);
    }

    @Memoize
    static String id(String prefix) {
        return prefix + UUID.randomUUID();
    }

    @Memoize
    static String property(String prefix) {
        return prefix + System.getProperty("app.mode") + Integer.getInteger("app.level", 1);
    }

    @Memoize
    static int counted(int n) {
        calls++;
        return n;
    }

    @Memoize
    static int adds(int n) {
        return n + open + Purity.open;
    }

    @Memoize
    int fields(int n) {
        return n + set + this.visible;
    }

    @Memoize
    static int sorts(int[] values, List<Integer> list) {
        values[0] = 1;
        list.add(3);
        return values.length + list.size();
    }

    @Memoize
    static int prints(int n) {
        System.out.println("computing " + n);
        return n;
    }

    // Nothing below is worth a word.

    @Memoize
    static int seeded(long seed, int sides) {
        return new Random(seed).nextInt(sides);
    }

    @Memoize
    static int timed(int n) {
        long start = System.nanoTime();
        int result = n * 2;
        long took = System.nanoTime() - start;
        if (took > 1_000_000) {
            LOG.info("took " + took + " at " + Instant.now());
        }
        LOG.fine(() -> "took " + (System.nanoTime() - start));
        return result;
    }

    @Memoize
    static int deadline(int n) {
        long end = System.currentTimeMillis() + 1000;
        for (int i = 0; i < n; i++) {
            if (System.currentTimeMillis() > end) {
                throw new IllegalStateException("took too long");
            }
        }
        return n;
    }

    @Memoize(ttl = "1m")
    static long expires(String zone) {
        return System.currentTimeMillis() + ZonedDateTime.now(ZoneId.of(zone)).getHour() + open;
    }

    @Memoize
    static String separator(String a) {
        return a + System.getProperty("line.separator") + System.getenv("HOME");
    }

    @Memoize
    int constants(int n) {
        return n + fixed + inConstructor + neverAssigned + assignedOnce + Integer.MAX_VALUE;
    }

    private static class Confined {
        int count = 3;

        @Memoize
        int times(int n) {
            return n * count;
        }
    }

    @Memoize
    static Supplier<Instant> later(Duration plus) {
        return () -> Instant.now().plus(plus).plusMillis(open);
    }

    @Memoize
    static int weekOf(Instant at) {
        Calendar calendar = Calendar.getInstance();
        calendar.setTimeInMillis(at.toEpochMilli());
        return calendar.get(Calendar.WEEK_OF_YEAR);
    }

    @Memoize
    static int copies(int[] values, List<Integer> list) {
        int[] copy = values.clone();
        copy[0] = 1;
        List<Integer> other = new ArrayList<>(list);
        other.add(1);
        return copy.length + other.size();
    }
}

class Invalidating {
    private static int rate = 3;

    static void setRate(int n) {
        rate = n;
        Memo.of(Invalidating::price).cacheClear();
    }

    @Memoize
    static int price(int n) {
        return n * rate;
    }
}

class Injected {
    @interface Autowired {}

    @Autowired
    Map<String, Integer> prices;

    @Memoize
    int price(String item) {
        return prices.get(item);
    }
}
