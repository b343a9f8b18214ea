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
 * {@code Memo.builder().maxSize(32).primitive().longUnary(f)}.
 */
public final class PrimitiveMemoBuilder {
    private static final String OBJECT = "Ljava/lang/Object;";
    private static final long INT_MASK = 0xffff_ffffL;

    private final MemoBuilder settings;

    PrimitiveMemoBuilder(MemoBuilder settings) {
        this.settings = settings;
    }

    @SuppressWarnings("unchecked")
    public <R> MemoOf<IntFunction<R>> intFunction(IntFunction<R> fn) {
        LongKeyMemo memo = settings.longKeyed("(I)" + OBJECT);
        LongFunction<Object> body = key -> fn.apply((int) key);
        return new MemoOf<>(memo, n -> (R) memo.compute(n & INT_MASK, body), fn);
    }

    @SuppressWarnings("unchecked")
    public <R> MemoOf<LongFunction<R>> longFunction(LongFunction<R> fn) {
        LongKeyMemo memo = settings.longKeyed("(J)" + OBJECT);
        LongFunction<Object> body = (LongFunction<Object>) fn;
        return new MemoOf<>(memo, n -> (R) memo.compute(n, body), fn);
    }

    @SuppressWarnings("unchecked")
    public <R> MemoOf<DoubleFunction<R>> doubleFunction(DoubleFunction<R> fn) {
        LongKeyMemo memo = settings.longKeyed("(D)" + OBJECT);
        LongFunction<Object> body = key -> fn.apply(Double.longBitsToDouble(key));
        return new MemoOf<>(memo, x -> (R) memo.compute(Double.doubleToLongBits(x), body), fn);
    }

    public MemoOf<IntUnaryOperator> intUnary(IntUnaryOperator fn) {
        LongKeyMemo memo = settings.longKeyed("(I)I");
        LongUnaryOperator body = key -> fn.applyAsInt((int) key);
        return new MemoOf<>(memo, n -> (int) memo.computeLong(n & INT_MASK, body), fn);
    }

    public MemoOf<IntToLongFunction> intToLong(IntToLongFunction fn) {
        LongKeyMemo memo = settings.longKeyed("(I)J");
        LongUnaryOperator body = key -> fn.applyAsLong((int) key);
        return new MemoOf<>(memo, n -> memo.computeLong(n & INT_MASK, body), fn);
    }

    public MemoOf<IntToDoubleFunction> intToDouble(IntToDoubleFunction fn) {
        LongKeyMemo memo = settings.longKeyed("(I)D");
        LongUnaryOperator body = key -> Double.doubleToRawLongBits(fn.applyAsDouble((int) key));
        return new MemoOf<>(memo, n -> Double.longBitsToDouble(memo.computeLong(n & INT_MASK, body)), fn);
    }

    public MemoOf<IntBinaryOperator> intBinary(IntBinaryOperator fn) {
        LongKeyMemo memo = settings.longKeyed("(II)I");
        LongUnaryOperator body = key -> fn.applyAsInt((int) (key >> Integer.SIZE), (int) key);
        return new MemoOf<>(
                memo, (a, b) -> (int) memo.computeLong((long) a << Integer.SIZE | (b & INT_MASK), body), fn);
    }

    public MemoOf<LongUnaryOperator> longUnary(LongUnaryOperator fn) {
        LongKeyMemo memo = settings.longKeyed("(J)J");
        return new MemoOf<>(memo, n -> memo.computeLong(n, fn), fn);
    }

    public MemoOf<LongToIntFunction> longToInt(LongToIntFunction fn) {
        LongKeyMemo memo = settings.longKeyed("(J)I");
        LongUnaryOperator body = fn::applyAsInt;
        return new MemoOf<>(memo, n -> (int) memo.computeLong(n, body), fn);
    }

    public MemoOf<LongToDoubleFunction> longToDouble(LongToDoubleFunction fn) {
        LongKeyMemo memo = settings.longKeyed("(J)D");
        LongUnaryOperator body = key -> Double.doubleToRawLongBits(fn.applyAsDouble(key));
        return new MemoOf<>(memo, n -> Double.longBitsToDouble(memo.computeLong(n, body)), fn);
    }

    public MemoOf<DoubleUnaryOperator> doubleUnary(DoubleUnaryOperator fn) {
        LongKeyMemo memo = settings.longKeyed("(D)D");
        LongUnaryOperator body = key -> Double.doubleToRawLongBits(fn.applyAsDouble(Double.longBitsToDouble(key)));
        return new MemoOf<>(memo, x -> Double.longBitsToDouble(memo.computeLong(Double.doubleToLongBits(x), body)), fn);
    }

    @SuppressWarnings("unchecked")
    public <A> MemoOf<ToIntFunction<A>> toInt(ToIntFunction<A> fn) {
        RefKeyMemo memo = settings.refKeyed("(" + OBJECT + ")I");
        ToLongFunction<Object> body = a -> fn.applyAsInt((A) a);
        return new MemoOf<>(memo, a -> (int) memo.computeLong(a, body), fn);
    }

    @SuppressWarnings("unchecked")
    public <A> MemoOf<ToLongFunction<A>> toLong(ToLongFunction<A> fn) {
        RefKeyMemo memo = settings.refKeyed("(" + OBJECT + ")J");
        ToLongFunction<Object> body = (ToLongFunction<Object>) fn;
        return new MemoOf<>(memo, a -> memo.computeLong(a, body), fn);
    }

    @SuppressWarnings("unchecked")
    public <A> MemoOf<ToDoubleFunction<A>> toDouble(ToDoubleFunction<A> fn) {
        RefKeyMemo memo = settings.refKeyed("(" + OBJECT + ")D");
        ToLongFunction<Object> body = a -> Double.doubleToRawLongBits(fn.applyAsDouble((A) a));
        return new MemoOf<>(memo, a -> Double.longBitsToDouble(memo.computeLong(a, body)), fn);
    }
}
