package dev.memoize.oracle;

import dev.memoize.Memo;
import dev.memoize.MemoBuilder;
import dev.memoize.MemoOf1;
import dev.memoize.MemoOf2;
import dev.memoize.PrimitiveMemoBuilder;
import dev.memoize.memo.KeyedMemo;
import java.util.List;
import java.util.function.IntFunction;

/** Functions with primitive arguments or results, for traces of small ints. */
final class PrimitiveSubjects {
    private static final IntFunction<Object> INTS = ordinal -> ordinal;
    /** Every third is the word that look-ups return for a miss. */
    private static final IntFunction<Object> LONGS =
            ordinal -> ordinal % 3 == 0 ? KeyedMemo.MISS : (long) ordinal << 33;

    private static final IntFunction<Object> DOUBLES =
            ordinal -> ordinal % 3 == 0 ? Double.longBitsToDouble(KeyedMemo.MISS) : -ordinal / 8.0;
    private static final IntFunction<Object> OBJECTS = ordinal -> "result " + ordinal;

    private PrimitiveSubjects() {}

    /** Makes one kind of memo. */
    interface Maker {
        Subject make(MemoBuilder builder, Subject.Body body);
    }

    private static final List<Maker> OF_ONE = List.of(
            (b, f) -> new One<>(b.primitive().intFunction(f::run), (p, x) -> p.apply(x), OBJECTS),
            (b, f) -> new One<>(b.primitive().longFunction(f::run), (p, x) -> p.apply(x), OBJECTS),
            (b, f) -> new One<>(b.primitive().doubleFunction(f::run), (p, x) -> p.apply(x), OBJECTS),
            (b, f) -> new One<>(b.primitive().intUnary(x -> (int) f.run(x)), (p, x) -> p.applyAsInt(x), INTS),
            (b, f) -> new One<>(b.primitive().intToLong(x -> (long) f.run(x)), (p, x) -> p.applyAsLong(x), LONGS),
            (b, f) ->
                    new One<>(b.primitive().intToDouble(x -> (double) f.run(x)), (p, x) -> p.applyAsDouble(x), DOUBLES),
            (b, f) -> new One<>(b.primitive().longUnary(x -> (long) f.run(x)), (p, x) -> p.applyAsLong(x), LONGS),
            (b, f) -> new One<>(b.primitive().longToInt(x -> (int) f.run(x)), (p, x) -> p.applyAsInt(x), INTS),
            (b, f) -> new One<>(
                    b.primitive().longToDouble(x -> (double) f.run(x)), (p, x) -> p.applyAsDouble(x), DOUBLES),
            (b, f) ->
                    new One<>(b.primitive().doubleUnary(x -> (double) f.run(x)), (p, x) -> p.applyAsDouble(x), DOUBLES),
            (b, f) -> new One<>(b.primitive().<Integer>toInt(x -> (int) f.run(x)), (p, x) -> p.applyAsInt(x), INTS),
            (b, f) -> new One<>(b.primitive().<Integer>toLong(x -> (long) f.run(x)), (p, x) -> p.applyAsLong(x), LONGS),
            (b, f) -> new One<>(
                    b.primitive().<Integer>toDouble(x -> (double) f.run(x)), (p, x) -> p.applyAsDouble(x), DOUBLES));

    /** {@link PrimitiveMemoBuilder#intBinary} is the only one of two. */
    private static final List<Maker> OF_TWO = List.of((b, f) ->
            new Two<>(b.primitive().intBinary((x, y) -> (int) f.run(x, y)), (p, x, y) -> p.applyAsInt(x, y), INTS));

    static List<Maker> makers(int arity) {
        return arity == 1 ? OF_ONE : OF_TWO;
    }

    private interface Call1<F> {
        Object on(F function, int argument);
    }

    private record One<F, A>(MemoOf1<F, A, ?> of, Call1<F> call, IntFunction<Object> results) implements Subject {
        @Override
        public Object call(Object[] arguments) {
            return call.on(of.function(), intOf(arguments[0]));
        }

        @Override
        public Object callOriginal(Object[] arguments) {
            return call.on(of.wrapped(), intOf(arguments[0]));
        }

        @Override
        @SuppressWarnings("unchecked")
        public Object peek(Object[] arguments) {
            return of.peek((A) arguments[0]);
        }

        @Override
        public Memo memo() {
            return of;
        }

        @Override
        public Object result(int ordinal) {
            return results.apply(ordinal);
        }
    }

    private interface Call2<F> {
        Object on(F function, int first, int second);
    }

    private record Two<F, A>(MemoOf2<F, A, A, ?> of, Call2<F> call, IntFunction<Object> results) implements Subject {
        @Override
        public Object call(Object[] arguments) {
            return call.on(of.function(), intOf(arguments[0]), intOf(arguments[1]));
        }

        @Override
        public Object callOriginal(Object[] arguments) {
            return call.on(of.wrapped(), intOf(arguments[0]), intOf(arguments[1]));
        }

        @Override
        @SuppressWarnings("unchecked") // numbers of all types are tried
        public Object peek(Object[] arguments) {
            return of.peek((A) arguments[0], (A) arguments[1]);
        }

        @Override
        public Memo memo() {
            return of;
        }

        @Override
        public Object result(int ordinal) {
            return results.apply(ordinal);
        }
    }

    private static int intOf(Object argument) {
        return ((Number) argument).intValue();
    }
}
