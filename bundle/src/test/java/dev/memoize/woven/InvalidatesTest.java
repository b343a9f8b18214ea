package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.Invalidates;
import dev.memoize.LogTime;
import dev.memoize.LogTime.Sink;
import dev.memoize.Memo;
import dev.memoize.Memoize;
import dev.memoize.Memos;
import dev.memoize.Scope;
import dev.memoize.memo.InvalidatesByWeaver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code @Invalidates} and tags, woven by the plugin. */
class InvalidatesTest {
    enum Shop {
        NORTH,
        SOUTH {
            @Override
            public String toString() {
                return "the other";
            }
        }
    }

    record Product(long id, String name) {}

    static final class Mutable {
        private long id;

        public long getId() {
            return id;
        }
    }

    static final Map<Long, String> TABLE = new ConcurrentHashMap<>();
    static final AtomicInteger CALLS = new AtomicInteger();
    static volatile CountDownLatch reading;
    static volatile CountDownLatch mayReturn;

    static final class Store {
        @Memoize(tags = {"products", "product:{id}"})
        String name(long id) {
            CALLS.incrementAndGet();
            return TABLE.get(id);
        }

        @Memoize(tags = {"products", "product:{id}", "shop:{shop}"})
        static String inShop(Shop shop, long id) {
            CALLS.incrementAndGet();
            return shop + TABLE.get(id);
        }

        @Memoize(tags = "product:{product.id}")
        static String label(Product product) {
            CALLS.incrementAndGet();
            return "label of " + product;
        }

        @Memoize(tags = "product:{id}")
        static String slow(long id) throws InterruptedException {
            String seen = TABLE.get(id);
            reading.countDown();
            mayReturn.await();
            return seen;
        }

        @Memoize(maxSize = 1 << 16, tags = "product:{id}")
        static long flat(long id) {
            CALLS.incrementAndGet();
            return -id;
        }

        @Invalidates(tags = "product:{product.id}")
        void save(Product product) {
            TABLE.put(product.id(), product.name());
        }

        @Invalidates(method = "name")
        long rename(long id, String name) {
            TABLE.put(id, name);
            id = -id;
            return id;
        }

        @Invalidates(of = Store.class, method = "name", args = "1.id")
        static double renameAnywhere(double unused, Product product) {
            TABLE.put(product.id(), product.name());
            return unused;
        }

        @Invalidates(tags = "products", onException = true)
        static void failing(long id, String name, boolean commits) {
            if (commits) {
                TABLE.put(id, name);
            }
            throw new IllegalStateException("no answer");
        }

        @Invalidates(tags = "products")
        static void refusing() {
            throw new IllegalArgumentException("refused");
        }

        @Invalidates(tags = "shop:{shop}")
        static synchronized void closeShop(Shop shop) {}

        @LogTime(sink = Sink.JFR)
        @Invalidates(tags = "product:{id}")
        @Invalidates(method = "label", all = true)
        static int twice(long id, int loops) {
            int sum = 0;
            for (int i = 0; i < loops; i++) {
                if (i == 7) {
                    return sum;
                }
                double half = i / 2.0;
                sum += (int) half;
            }
            return sum;
        }

        @Invalidates(tags = "product:{created.id}")
        void insert(Mutable created, long generated) {
            created.id = generated;
        }

        @Invalidates(method = "name", args = "boxed")
        void maybe(Long boxed) {}
    }

    record Keyed(int n) {
        @Memoize(scope = Scope.CLASS)
        int value(int m) {
            return m - m + CALLS.incrementAndGet();
        }

        @Invalidates(method = "value")
        void change(int m) {}
    }

    interface Repository {
        @Invalidates(tags = "products")
        default String touch() {
            return "touched";
        }
    }

    @BeforeEach
    void startEmpty() {
        Memos.invalidateTag("products");
        Memos.invalidateTag("product:1");
        Memo.of(Store::label).cacheClear();
        TABLE.clear();
        TABLE.put(1L, "one");
        TABLE.put(2L, "two");
        CALLS.set(0);
    }

    @Test
    void savingDropsWhatHasTheTagOfThisProduct() {
        Store store = new Store();
        Store other = new Store();
        assertThat(store.name(1)).isEqualTo("one");
        assertThat(other.name(1)).isEqualTo("one");
        assertThat(Store.inShop(Shop.NORTH, 1)).isEqualTo("NORTHone");
        assertThat(store.name(2)).isEqualTo("two");

        store.save(new Product(1, "uno"));

        assertThat(store.name(1)).isEqualTo("uno");
        assertThat(other.name(1)).isEqualTo("uno");
        assertThat(Store.inShop(Shop.NORTH, 1)).isEqualTo("NORTHuno");
        assertThat(store.name(2)).isEqualTo("two");
        assertThat(CALLS).hasValue(7);
    }

    @Test
    void aPropertyOfAnArgumentMakesATag() {
        Product product = new Product(1, "one");
        Store.label(product);
        Store.label(product);
        new Store().save(product);
        Store.label(product);
        assertThat(CALLS).hasValue(2);
    }

    @Test
    void argumentsAreThoseOfTheCallAndPropertiesThoseOfTheEnd() {
        Store store = new Store();
        store.name(1);
        assertThat(store.rename(1, "uno")).isEqualTo(-1);
        assertThat(store.name(1)).isEqualTo("uno");

        TABLE.put(1L, "eins");
        store.insert(new Mutable(), 1);
        assertThat(store.name(1)).isEqualTo("eins");
    }

    @Test
    void aNamedMethodIsInvalidatedInThisInstanceOrInAll() {
        Store a = new Store();
        Store b = new Store();
        a.name(1);
        b.name(1);

        a.rename(1, "uno");
        assertThat(a.name(1)).isEqualTo("uno");
        assertThat(b.name(1)).isEqualTo("one");

        assertThat(Store.renameAnywhere(2.5, new Product(1, "eins"))).isEqualTo(2.5);
        assertThat(a.name(1)).isEqualTo("eins");
        assertThat(b.name(1)).isEqualTo("eins");
    }

    @Test
    void anExceptionInvalidatesOnlyWhereAskedFor() {
        Store store = new Store();
        store.name(1);
        assertThatThrownBy(Store::refusing).isInstanceOf(IllegalArgumentException.class);
        store.name(1);
        assertThat(CALLS).hasValue(1);

        assertThatThrownBy(() -> Store.failing(1, "uno", true)).hasMessage("no answer");
        assertThat(store.name(1)).isEqualTo("uno");
    }

    @Test
    void anEnumInATagIsItsName() {
        Store.inShop(Shop.SOUTH, 1);
        Store.inShop(Shop.NORTH, 1);
        assertThat(Memos.invalidateTag("shop:SOUTH")).isEqualTo(1);
        Store.inShop(Shop.SOUTH, 1);
        Store.closeShop(Shop.SOUTH);
        Store.inShop(Shop.SOUTH, 1);
        Store.inShop(Shop.NORTH, 1);
        assertThat(CALLS).hasValue(4);
    }

    @Test
    void severalOfThemActTogetherAndBesideLogTime() {
        Store store = new Store();
        store.name(1);
        Store.label(new Product(5, "five"));
        assertThat(Store.twice(1, 20)).isEqualTo(9);
        assertThat(Store.twice(2, 3)).isEqualTo(1);
        store.name(1);
        Store.label(new Product(5, "five"));
        assertThat(CALLS).hasValue(4);
    }

    @Test
    void anInstanceInTheKeyIsThis() {
        Keyed one = new Keyed(1);
        assertThat(one.value(3)).isEqualTo(1);
        new Keyed(2).change(3);
        assertThat(one.value(3)).isEqualTo(1);
        new Keyed(1).change(3);
        assertThat(one.value(3)).isEqualTo(2);
    }

    @Test
    void nullIsNoArgumentOfAPrimitive() {
        new Store().maybe(null);
    }

    @Test
    void methodsOfInterfacesInvalidateToo() {
        Store store = new Store();
        store.name(1);
        assertThat(new Repository() {}.touch()).isEqualTo("touched");
        store.name(1);
        assertThat(CALLS).hasValue(2);
    }

    @Test
    void resultsThatWouldLieFlatAreFoundByTheirTags() {
        for (int i = 0; i < 1000; i++) {
            Store.flat(i);
        }
        assertThat(Memos.invalidateTag("product:7")).isEqualTo(1);
        Store.flat(7);
        Store.flat(8);
        assertThat(CALLS).hasValue(1001);
    }

    @Test
    void whatWasBeingComputedIsReturnedAndNotStored() throws Exception {
        reading = new CountDownLatch(1);
        mayReturn = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<String> early = threads.submit(() -> Store.slow(1));
            reading.await();
            new Store().save(new Product(1, "uno"));
            mayReturn.countDown();
            assertThat(early.get()).isEqualTo("one");
            assertThat(Store.slow(1)).isEqualTo("uno");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aPutResultHasItsTags() {
        Store store = new Store();
        Memo.of(store::name).put(1L, "put");
        assertThat(store.name(1)).isEqualTo("put");
        assertThat(Memos.invalidateTag("product:1")).isEqualTo(1);
        assertThat(store.name(1)).isEqualTo("one");
    }

    @Test
    void thePluginDidIt() throws Exception {
        assertThat(Store.class.getDeclaredMethod("save", Product.class).isAnnotationPresent(InvalidatesByWeaver.class))
                .isTrue();
    }

    @Test
    void functionsHaveTagsByPosition() {
        var memo = Memo.builder().tags("twice", "number:{0}").function((Integer n) -> CALLS.incrementAndGet());
        memo.apply(1);
        memo.apply(2);
        assertThat(Memos.invalidateTag("number:1")).isEqualTo(1);
        memo.apply(2);
        assertThat(CALLS).hasValue(2);
        assertThat(Memos.invalidateTag("twice")).isEqualTo(1);
        assertThatThrownBy(() -> Memo.builder().tags("number:{1}").function((Integer n) -> n))
                .hasMessageContaining("number:{1}");
        assertThatThrownBy(() -> Memo.builder().tags("number {1}")).hasMessageContaining("no spaces");
        assertThatThrownBy(() -> Memos.invalidateTag("")).hasMessageContaining("product:7");
    }
}
