package com.acme;

import dev.memoize.Memo;
import dev.memoize.Memoize;
import lombok.Builder;
import lombok.Value;

@Value
@Builder
public class Fib {
    int first;
    int second;

    /** Reads what Lombok generates. */
    @Memoize(maxSize = 32)
    public long at(int n) {
        return n == 0 ? getFirst() : n == 1 ? getSecond() : at(n - 1) + at(n - 2);
    }

    public static void main(String[] args) {
        Fib fib = Fib.builder().first(0).second(1).build();
        System.out.println(fib.at(20) + " " + Memo.of(fib::at).cacheInfo());
        if (!fib.equals(Fib.builder().second(1).build()) || !fib.toString().equals("Fib(first=0, second=1)")) {
            throw new AssertionError("Lombok's methods see the cache: " + fib);
        }
    }
}
