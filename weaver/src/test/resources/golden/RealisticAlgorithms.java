import dev.memoize.Memo;
import dev.memoize.Memoize;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/** What a course on dynamic programming memoizes. */
final class RealisticAlgorithms {
    private final int[] weights;
    private final int[] values;
    private int[][] grid = {{1}};

    RealisticAlgorithms(int[] weights, int[] values) {
        this.weights = weights;
        this.values = values;
    }

    @Memoize(maxSize = 32)
    static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static BigInteger binomial(int n, int k) {
        return k == 0 || k == n ? BigInteger.ONE : binomial(n - 1, k - 1).add(binomial(n - 1, k));
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static int collatz(long n) {
        return n == 1 ? 0 : 1 + collatz(n % 2 == 0 ? n / 2 : 3 * n + 1);
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static int editDistance(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.length() + b.length();
        }
        int replace = editDistance(a.substring(1), b.substring(1)) + (a.charAt(0) == b.charAt(0) ? 0 : 1);
        return Math.min(replace, 1 + Math.min(editDistance(a.substring(1), b), editDistance(a, b.substring(1))));
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    int knapsack(int item, int capacity) {
        if (item == weights.length) {
            return 0;
        }
        int without = knapsack(item + 1, capacity);
        return weights[item] > capacity
                ? without
                : Math.max(without, values[item] + knapsack(item + 1, capacity - weights[item]));
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    int paths(int row, int column) {
        if (row == grid.length || column == grid[0].length) {
            return 0;
        }
        return row == grid.length - 1 && column == grid[0].length - 1
                ? 1
                : paths(row + 1, column) + paths(row, column + 1);
    }

    @Memoize
    static List<Integer> primes(int limit) {
        BitSet composite = new BitSet(limit);
        List<Integer> primes = new ArrayList<>();
        for (int i = 2; i < limit; i++) {
            if (!composite.get(i)) {
                primes.add(i);
                for (int j = 2 * i; j < limit; j += i) {
                    composite.set(j);
                }
            }
        }
        return Collections.unmodifiableList(primes);
    }

    @Memoize
    static int[] sieve(int limit) { // deserved
        return primes(limit).stream().mapToInt(i -> i).toArray();
    }

    @Memoize
    static double median(double... samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Memoize
    static double monteCarloPi(int samples, long seed) {
        Random random = new Random(seed);
        int inside = 0;
        for (int i = 0; i < samples; i++) {
            inside += Math.hypot(random.nextDouble(), random.nextDouble()) < 1 ? 1 : 0;
        }
        return 4.0 * inside / samples;
    }

    @Memoize
    static int shuffledFirst(int n) {
        List<Integer> deck = new ArrayList<>(Collections.nCopies(n, 1));
        Collections.shuffle(deck); // deserved
        return deck.get(0);
    }

    /** Game trees are met by many paths: the same node object comes again. */
    static final class Game {
        final List<Game> moves = List.of();
        final int score = 0;
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static int minimax(Game game, boolean maximize) {
        return game.moves.isEmpty()
                ? game.score
                : game.moves.stream()
                        .mapToInt(move -> minimax(move, !maximize))
                        .reduce(maximize ? Math::max : Math::min)
                        .orElseThrow();
    }

    @Memoize
    static IntUnaryOperator power(int exponent) {
        return base -> {
            int product = 1;
            for (int i = 0; i < exponent; i++) {
                product *= base;
            }
            return product;
        };
    }

    @Memoize
    static double integrate(IntUnaryOperator f, int steps) { // deserved
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            sum += f.applyAsInt(i);
        }
        return sum / steps;
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static boolean wordBreak(String text, List<String> words) {
        return text.isEmpty()
                || words.stream().anyMatch(w -> text.startsWith(w) && wordBreak(text.substring(w.length()), words));
    }

    @Memoize
    static boolean isEven(int n) {
        return n == 0 || isOdd(n - 1);
    }

    @Memoize
    static boolean isOdd(int n) {
        return n != 0 && isEven(n - 1);
    }

    public static void main(String[] args) {
        System.out.println(fib(90) + " " + Memo.of(RealisticAlgorithms::fib).cacheInfo());
    }
}
