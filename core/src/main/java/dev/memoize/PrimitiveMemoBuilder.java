package dev.memoize;

import dev.memoize.memo.LongKeyMemo;
import dev.memoize.memo.RefKeyMemo;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongFunction;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Makes memos of functions with primitive arguments or results, which are never boxed:
 * {@code Memo.builder().maxSize(32).primitive().longUnary(f)}. Each method makes a new memo of its own with the
 * settings of the builder, and throws {@link IllegalArgumentException} if those do not go together. Not thread-safe;
 * the memos are.
 */
public final class PrimitiveMemoBuilder {
    private static final String OBJECT = "Ljava/lang/Object;";
    private static final long INT_MASK = 0xffff_ffffL;

    private final MemoBuilder settings;

    PrimitiveMemoBuilder(MemoBuilder settings) {
        this.settings = settings;
    }

    /** A memo of a function from an int to an object. */
    @SuppressWarnings("unchecked")
    public <R> MemoOf1<IntFunction<R>, Integer, R> intFunction(IntFunction<R> fn) {
        MemoBuilder.checkFunction(fn);
        LongKeyMemo memo = settings.longKeyed("(I)" + OBJECT);
        LongFunction<Object> body = key -> fn.apply((int) key);
        return new MemoOf1<>(memo, n -> (R) memo.compute(n & INT_MASK, body), fn, IntFunction::apply);
    }

    /** A memo of a function from a long to an object. */
    @SuppressWarnings("unchecked")
    public <R> MemoOf1<LongFunction<R>, Long, R> longFunction(LongFunction<R> fn) {
        MemoBuilder.checkFunction(fn);
        LongKeyMemo memo = settings.longKeyed("(J)" + OBJECT);
        LongFunction<Object> body = (LongFunction<Object>) fn;
        return new MemoOf1<>(memo, n -> (R) memo.compute(n, body), fn, LongFunction::apply);
    }

    /** A memo of a function from a double to an object. Keys are compared as {@link Double#equals} does. */
    @SuppressWarnings("unchecked")
    public <R> MemoOf1<DoubleFunction<R>, Double, R> doubleFunction(DoubleFunction<R> fn) {
        MemoBuilder.checkFunction(fn);
        LongKeyMemo memo = settings.longKeyed("(D)" + OBJECT);
        LongFunction<Object> body = key -> fn.apply(Double.longBitsToDouble(key));
        return new MemoOf1<>(memo, x -> (R) memo.compute(Double.doubleToLongBits(x), body), fn, DoubleFunction::apply);
    }

    /** A memo of a function from an int to an int. */
    public MemoOf1<IntUnaryOperator, Integer, Integer> intUnary(IntUnaryOperator fn) {
        MemoBuilder.checkFunction(fn);
        LongKeyMemo memo = settings.longKeyed("(I)I");
        LongUnaryOperator body = key -> fn.applyAsInt((int) key);
        return new MemoOf1<>(memo, n -> (int) memo.computeLong(n & INT_MASK, body), fn, IntUnaryOperator::applyAsInt);
    }

    /** A memo of a function from an int to a long. */
    public MemoOf1<IntToLongFunction, Integer, Long> intToLong(IntToLongFunction fn) {
        MemoBuilder.checkFunction(fn);
        LongKeyMemo memo = settings.longKeyed("(I)J");
        LongUnaryOperator body = key -> fn.applyAsLong((int) key);
        return new MemoOf1<>(memo, n -> memo.computeLong(n & INT_MASK, body), fn, IntToLongFunction::applyAsLong);
    }

    /** A memo of a function from an int to a double. */
    public MemoOf1<IntToDoubleFunction, Integer, Double> intToDouble(IntToDoubleFunction fn) {
        MemoBuilder.checkFunction(fn);
        LongKeyMemo memo = settings.longKeyed("(I)D");
        LongUnaryOperator body = key -> Double.doubleToRawLongBits(fn.applyAsDouble((int) key));
        return new MemoOf1<>(
                memo,
                n -> Double.longBitsToDouble(memo.computeLong(n & INT_MASK, body)),
                fn,
                IntToDoubleFunction::applyAsDouble);
    }

    /** A memo of a function from two ints to an int. */
    public MemoOf2<IntBinaryOperator, Integer, Integer, Integer> intBinary(IntBinaryOperator fn) {
        MemoBuilder.checkFunction(fn);
        LongKeyMemo memo = settings.longKeyed("(II)I");
        LongUnaryOperator body = key -> fn.applyAsInt((int) (key >> Integer.SIZE), (int) key);
        return new MemoOf2<>(
                memo,
                (a, b) -> (int) memo.computeLong((long) a << Integer.SIZE | (b & INT_MASK), body),
                fn,
                IntBinaryOperator::applyAsInt);
    }

    /** A memo of a function from a long to a long. */
    public MemoOf1<LongUnaryOperator, Long, Long> longUnary(LongUnaryOperator fn) {
        MemoBuilder.checkFunction(fn);
        LongKeyMemo memo = settings.longKeyed("(J)J");
        return new MemoOf1<>(memo, n -> memo.computeLong(n, fn), fn, LongUnaryOperator::applyAsLong);
    }

    /** A memo of a function from a long to an int. */
    public MemoOf1<LongToIntFunction, Long, Integer> longToInt(LongToIntFunction fn) {
        MemoBuilder.checkFunction(fn);
        LongKeyMemo memo = settings.longKeyed("(J)I");
        LongUnaryOperator body = fn::applyAsInt;
        return new MemoOf1<>(memo, n -> (int) memo.computeLong(n, body), fn, LongToIntFunction::applyAsInt);
    }

    /** A memo of a function from a long to a double. */
    public MemoOf1<LongToDoubleFunction, Long, Double> longToDouble(LongToDoubleFunction fn) {
        MemoBuilder.checkFunction(fn);
        LongKeyMemo memo = settings.longKeyed("(J)D");
        LongUnaryOperator body = key -> Double.doubleToRawLongBits(fn.applyAsDouble(key));
        return new MemoOf1<>(
                memo, n -> Double.longBitsToDouble(memo.computeLong(n, body)), fn, LongToDoubleFunction::applyAsDouble);
    }

    /** A memo of a function from a double to a double. Keys are compared as {@link Double#equals} does. */
    public MemoOf1<DoubleUnaryOperator, Double, Double> doubleUnary(DoubleUnaryOperator fn) {
        MemoBuilder.checkFunction(fn);
        LongKeyMemo memo = settings.longKeyed("(D)D");
        LongUnaryOperator body = key -> Double.doubleToRawLongBits(fn.applyAsDouble(Double.longBitsToDouble(key)));
        return new MemoOf1<>(
                memo,
                x -> Double.longBitsToDouble(memo.computeLong(Double.doubleToLongBits(x), body)),
                fn,
                DoubleUnaryOperator::applyAsDouble);
    }

    /** A memo of a function from an object to an int. */
    @SuppressWarnings("unchecked")
    public <A> MemoOf1<ToIntFunction<A>, A, Integer> toInt(ToIntFunction<A> fn) {
        MemoBuilder.checkFunction(fn);
        RefKeyMemo memo = settings.refKeyed("(" + OBJECT + ")I");
        ToLongFunction<Object> body = a -> fn.applyAsInt((A) a);
        return new MemoOf1<>(memo, a -> (int) memo.computeLong(a, body), fn, ToIntFunction::applyAsInt);
    }

    /** A memo of a function from an object to a long. */
    @SuppressWarnings("unchecked")
    public <A> MemoOf1<ToLongFunction<A>, A, Long> toLong(ToLongFunction<A> fn) {
        MemoBuilder.checkFunction(fn);
        RefKeyMemo memo = settings.refKeyed("(" + OBJECT + ")J");
        ToLongFunction<Object> body = (ToLongFunction<Object>) fn;
        return new MemoOf1<>(memo, a -> memo.computeLong(a, body), fn, ToLongFunction::applyAsLong);
    }

    /** A memo of a function from an object to a double. */
    @SuppressWarnings("unchecked")
    public <A> MemoOf1<ToDoubleFunction<A>, A, Double> toDouble(ToDoubleFunction<A> fn) {
        MemoBuilder.checkFunction(fn);
        RefKeyMemo memo = settings.refKeyed("(" + OBJECT + ")D");
        ToLongFunction<Object> body = a -> Double.doubleToRawLongBits(fn.applyAsDouble((A) a));
        return new MemoOf1<>(
                memo, a -> Double.longBitsToDouble(memo.computeLong(a, body)), fn, ToDoubleFunction::applyAsDouble);
    }
}
