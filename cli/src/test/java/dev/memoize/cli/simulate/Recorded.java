package dev.memoize.cli.simulate;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.Memo2;
import dev.memoize.Memoize;
import java.util.Random;

/** A program that is recorded. Prints what its memos count. */
final class Recorded {
    private Recorded() {}

    @Memoize(maxSize = 40, record = "square.txt")
    static long square(long n) {
        return n * n;
    }

    @Memoize(maxSize = 25)
    static String twice(String s, int n) {
        return s + s + n;
    }

    static final class Shop {
        @Memoize(maxSize = 60)
        int price(String item) {
            return item.length();
        }
    }

    public static void main(String[] args) {
        Random random = new Random(5);
        Shop shop = new Shop();
        for (int i = 0; i < 20_000; i++) {
            int n = (int) Math.abs(random.nextGaussian() * 40);
            square(n);
            twice("ada@example.org", n / 2);
            shop.price("x".repeat(n));
        }
        Memo1<Long, Long> square = Memo.of(Recorded::square);
        Memo2<String, Integer, String> twice = Memo.of(Recorded::twice);
        Memo1<String, Integer> price = Memo.of(shop::price);
        System.out.println(square.cacheInfo().hits());
        System.out.println(twice.cacheInfo().hits());
        System.out.println(price.cacheInfo().hits());
    }
}
