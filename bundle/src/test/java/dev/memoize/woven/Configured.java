package dev.memoize.woven;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.Memoize;

/** Prints what its memos do under the configuration it is started with. */
@SuppressWarnings("memoize") // impure on purpose: how else to see what ran
final class Configured {
    private static int runs;

    private Configured() {}

    @Memoize(maxSize = 3)
    static int number(Object key) {
        return ++runs;
    }

    static final class Shop {
        @Memoize
        long price(int item) {
            return item + ++runs;
        }
    }

    public static void main(String[] args) {
        try {
            System.out.println("calls " + number(1) + number(1) + number(1L));
            System.out.println("static " + Memo.of(Configured::number).cacheInfo());
            System.out.println("static " + Memo.of(Configured::number).cacheParameters());
            Shop shop = new Shop();
            System.out.println("instance " + (shop.price(1) == shop.price(1)));
            System.out.println("instance " + Memo.of(shop::price).cacheParameters());
            runs = 0;
            Memo1<Integer, Integer> function = Memo.lru(5, n -> ++runs);
            System.out.println("function " + function.apply(1) + function.apply(1));
            System.out.println("function " + function.cacheInfo());
            Memo.of(Configured::number).put("x", 77);
            System.out.println("put " + (number("x") == 77));
        } catch (Throwable t) {
            System.out.println(t);
        }
    }
}
