package dev.memoize.oracle;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.Memo2;
import dev.memoize.MemoBuilder;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The recursive programs of {@code lru_oracle.py}, call for call in the same order. */
final class Programs {
    private Programs() {}

    record Outcome(long result, Memo memo) {}

    static Outcome run(String name, MemoBuilder builder, Object[] arguments) {
        int n = arguments[0] instanceof Integer ? (int) arguments[0] : 0;
        return switch (name) {
            case "fib" -> one(builder, n, (f, k) -> k < 2 ? (long) k : f.apply(k - 1) + f.apply(k - 2));
            case "tribonacci" ->
                one(builder, n, (f, k) -> k < 3 ? (long) k / 2 : f.apply(k - 3) + f.apply(k - 1) + f.apply(k - 2));
            case "catalan" -> one(builder, n, Programs::catalan);
            case "collatz" -> collatz(builder, n);
            case "evens" -> evens(builder, n);
            case "binomial" ->
                two(
                        builder,
                        n,
                        (int) arguments[1],
                        (f, i, j) -> j == 0 || j.equals(i) ? 1L : f.apply(i - 1, j - 1) + f.apply(i - 1, j));
            case "partitions" ->
                two(
                        builder,
                        n,
                        n,
                        (f, i, j) -> i == 0 ? 1L : i < 0 || j == 0 ? 0L : f.apply(i, j - 1) + f.apply(i - j, j));
            case "ackermann" ->
                two(builder, n, (int) arguments[1], (f, i, j) -> {
                    if (i == 0) {
                        return j + 1L;
                    }
                    return j == 0
                            ? f.apply(i - 1, 1)
                            : f.apply(i - 1, f.apply(i, j - 1).intValue());
                });
            case "edits" -> two(builder, (String) arguments[0], (String) arguments[1], Programs::edits);
            default -> throw new IllegalArgumentException("no such program: " + name);
        };
    }

    private static Outcome one(MemoBuilder builder, int n, BiFunction<Function<Integer, Long>, Integer, Long> body) {
        Memo1<Integer, Long> memo = builder.recursive(body);
        return new Outcome(memo.apply(n), memo);
    }

    private interface Body2<A, B> {
        Long apply(BiFunction<A, B, Long> self, A a, B b);
    }

    private static <A, B> Outcome two(MemoBuilder builder, A a, B b, Body2<A, B> body) {
        class Self implements BiFunction<A, B, Long> {
            final Memo2<A, B, Long> memo = builder.biFunction(this);

            @Override
            public Long apply(A x, B y) {
                return body.apply(memo, x, y);
            }
        }
        Memo2<A, B, Long> memo = new Self().memo;
        return new Outcome(memo.apply(a, b), memo);
    }

    private static Long catalan(Function<Integer, Long> f, int k) {
        long sum = k == 0 ? 1 : 0;
        for (int i = 0; i < k; i++) {
            sum += f.apply(i) * f.apply(k - 1 - i);
        }
        return sum;
    }

    private static Outcome collatz(MemoBuilder builder, int n) {
        Memo1<Integer, Long> memo =
                builder.recursive((f, k) -> k == 1 ? 0L : 1 + f.apply(k % 2 == 0 ? k / 2 : 3 * k + 1));
        return new Outcome(
                IntStream.rangeClosed(1, n).mapToLong(memo::apply).max().orElseThrow(), memo);
    }

    private static Outcome evens(MemoBuilder builder, int n) {
        class Self {
            Memo1<Integer, Long> even = builder.function(k -> k == 0 ? 1L : this.odd.apply(k - 1));
            Memo1<Integer, Long> odd = Memo.lru(2, k -> k == 0 ? 0L : this.even.apply(k - 1));
        }
        Self self = new Self();
        return new Outcome(self.even.apply(n), self.even);
    }

    private static Long edits(BiFunction<String, String, Long> f, String s, String t) {
        if (s.isEmpty() || t.isEmpty()) {
            return (long) s.length() + t.length();
        }
        String s1 = s.substring(1);
        String t1 = t.substring(1);
        return s.charAt(0) == t.charAt(0)
                ? f.apply(s1, t1)
                : 1 + Math.min(Math.min(f.apply(s1, t), f.apply(s, t1)), f.apply(s1, t1));
    }
}
