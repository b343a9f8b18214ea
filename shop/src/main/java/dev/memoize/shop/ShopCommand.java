package dev.memoize.shop;

import dev.memoize.cli.MoreCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./memoize shop}. */
@Command(
        name = "shop",
        description = {
            "Runs a memoized database query under load, with Redis between heap and database.",
            "",
            "Starts a PostgreSQL and a redis-server of its own, fills a product table, and has several processes call "
                    + "@Memoize(maxSize = 10_000, ttl = \"10m\", tier = \"redis\") while prices are changed and "
                    + "invalidated. Every answer is checked. Servers, processes and their files are gone afterwards."
        },
        footerHeading = "%nFiles in DIR, those of an earlier run replaced:%n",
        footer = {
            "  shop.png                           the picture",
            "",
            "Exit code: 0 if no answer was wrong, else 1; 2 if an option is.",
            "",
            "Others see a command line in the list of processes, with its passwords. Write the options into a file that "
                    + "only you can read, and give its name: ./memoize shop @FILE",
            "",
            "Examples:",
            "  ./memoize shop                     a million products, about a minute",
            "  ./memoize shop --no-redis          the heap alone",
            "  ./memoize shop --no-invalidation   what the check finds when it has to"
        })
public final class ShopCommand implements MoreCommand {
    private static final String PICTURE = "shop.png";
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");
    private static final long HOOK_SECONDS = 30;
    /** How much later than a server this process may learn of a Ctrl-C. */
    private static final long SIGNAL_MILLIS = 500;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "1000000", description = "products; default: 1000000")
    private int rows;

    @Option(names = "--processes", paramLabel = "N", defaultValue = "4", description = "default: ${DEFAULT-VALUE}")
    private int processes;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "that read, in each process; default: ${DEFAULT-VALUE}")
    private int threads;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "how long the load lasts; default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--writes",
            paramLabel = "N",
            defaultValue = "200",
            description = "price changes per second, of all processes; default: ${DEFAULT-VALUE}")
    private int writes;

    @Option(
            names = "--skew",
            paramLabel = "S",
            defaultValue = "0.99",
            description = "the nth product is read 1 / n^S as often as the first; default: ${DEFAULT-VALUE}")
    private double skew;

    @Option(names = "--no-redis", description = "the heap alone; a change reaches other processes by the ttl, 2 s")
    private boolean noRedis;

    @Option(
            names = "--no-invalidation",
            description = "change prices and invalidate nothing: wrong answers have to be found")
    private boolean noInvalidation;

    @Option(
            names = "--redis",
            paramLabel = "URI",
            defaultValue = "",
            description = {
                "a Redis of yours, redis://user:password@host:port;",
                "keys begin with memoize_shop_ and are deleted afterwards"
            })
    private String redis;

    @Option(
            names = "--jdbc",
            paramLabel = "URL",
            defaultValue = "",
            // A URL at the end of its line is not broken.
            description = {
                "a PostgreSQL of yours,",
                "jdbc:postgresql://host/database?user=…&password=…;",
                "the tables are in a schema of their own, dropped afterwards"
            })
    private String jdbc;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "",
            description = "folder for the picture, made where it is missing; default: the working folder")
    private Path folder;

    @Spec
    private CommandSpec spec;

    /** What of a whole run could not be taken away. */
    private String left = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        Wish wish = wish();
        Files.createDirectories(folder);
        PrintWriter out = spec.commandLine().getOut();
        Course course = run(new Shop(wish, new Display(out, Display.isTerminal())));
        Summary summary = new Summary(course);
        summary.print(out);
        out.println();
        Path picture = folder.resolve(PICTURE);
        ShopPicture.write(course, picture);
        out.println("Picture: " + picture);
        if (!left.isEmpty()) {
            spec.commandLine().getErr().println(spec.qualifiedName() + ": " + left);
        }
        return course.wrong() == 0 && course.addsUp() && left.isEmpty() ? 0 : 1;
    }

    private Course run(Shop shop) throws IOException, InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread hook = new Thread(() -> closeAtExit(shop, interrupted), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        Course course = null;
        try (shop) {
            course = shop.run();
        } catch (IOException | RuntimeException e) {
            if (course != null && e instanceof IOException) {
                left = e.getMessage() + leftBehind(e);
                return course;
            }
            // Ctrl-C reaches the servers too; what they make fail is not worth a word.
            if (interrupted.await(SIGNAL_MILLIS, TimeUnit.MILLISECONDS)) {
                Thread.currentThread().join();
            }
            if (e instanceof IOException && e.getSuppressed().length > 0) {
                throw new IOException(e.getMessage() + leftBehind(e), e);
            }
            throw e;
        } finally {
            forget(hook);
        }
        return course;
    }

    /** What could not be taken away, which the user has to. */
    private static String leftBehind(Throwable e) {
        return Arrays.stream(e.getSuppressed())
                .map(left -> System.lineSeparator() + left.getMessage() + leftBehind(left))
                .collect(Collectors.joining());
    }

    private Wish wish() {
        check(rows >= 1000 && rows <= 100_000_000, "--rows is " + rows + "; give 1000 to 100000000");
        check(processes >= 1 && processes <= 64, "--processes is " + processes + "; give 1 to 64");
        check(threads >= 1 && threads <= 64, "--threads is " + threads + "; give 1 to 64");
        check(seconds >= 1 && seconds <= 3600, "--seconds is " + seconds + "; give 1 to 3600");
        check(writes >= 0 && writes <= 10_000, "--writes is " + writes + "; give 0 to 10000");
        check(skew > 0 && skew <= 5, "--skew is " + skew + "; give more than 0, and 5 at most");
        check(!noRedis || redis.isEmpty(), "--no-redis and --redis exclude each other; leave one out");
        check(
                jdbc.isEmpty() || isPostgres(jdbc),
                "--jdbc is not a URL of PostgreSQL; give jdbc:postgresql://host:port/database?user=…&password=…");
        try {
            ForeignRedis.parse(redis.isEmpty() ? "redis://localhost" : redis);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Duration window = noRedis ? Wish.HEAP_TTL : Wish.WINDOW;
        return new Wish(
                jdbc,
                redis,
                !noRedis,
                !noInvalidation,
                rows,
                processes,
                threads,
                writes,
                skew,
                seconds,
                window,
                System.nanoTime());
    }

    private static boolean isPostgres(String url) {
        // Held, or its level is forgotten. What it warns of is said by us, or by what the driver throws.
        DRIVER.setLevel(Level.OFF);
        try {
            return url.startsWith("jdbc:postgresql:") && DriverManager.getDriver(url) != null;
        } catch (SQLException e) {
            return false;
        }
    }

    private void check(boolean good, String message) {
        if (!good) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    /** On Ctrl-C. */
    private static void closeAtExit(Shop shop, CountDownLatch interrupted) {
        interrupted.countDown();
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.sleep(HOOK_SECONDS * 1000);
                        Runtime.getRuntime().halt(1);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        try {
            shop.close();
            System.err.println("memoize shop: stopped");
        } catch (IOException e) {
            System.err.println("memoize shop: " + e.getMessage() + leftBehind(e));
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is running.
        }
    }
}
