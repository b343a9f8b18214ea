import dev.memoize.Invalidates;
import dev.memoize.Memoize;
import dev.memoize.Scope;
import java.util.UUID;

abstract class Invalidations {
    private static final String PRODUCT = "product:";

    enum Kind {
        BOOK
    }

    record Price(long cents, Kind kind) {}

    static class Product {
        private long id;
        final String name = "";
        Price price;
        Object tag;

        public long getId() {
            return id;
        }
    }

    static class Base<T> {
        T id() {
            return null;
        }
    }

    static class Order extends Base<Long> {}

    // Fine:

    @Memoize(tags = {"products", PRODUCT + "{id}", "shop:{1}:{kind}", "of:{uuid}"})
    static int fine(long id, String shop, Kind kind, UUID uuid) {
        return 0;
    }

    @Memoize(tags = "product:{0}")
    static int byIndex(long id) {
        return 0;
    }

    @Memoize
    int two(long id, @Memoize.Ignore String hint, String shop) {
        return 0;
    }

    @Memoize
    static int none() {
        return 0;
    }

    @Memoize
    static int overloaded(int a) {
        return a;
    }

    @Memoize
    static int overloaded(int a, int b) {
        return a + b;
    }

    @Memoize
    static int overloaded(String a) {
        return 0;
    }

    int plain(long id) {
        return 0;
    }

    record Keyed(int n) {
        @Memoize(scope = Scope.CLASS)
        int value(int m) {
            return n + m;
        }

        @Invalidates(method = "value")
        void change(int m) {}
    }

    @Invalidates(tags = {"products", "product:{product.id}", "name:{0.name}", "price:{product.price.kind}"})
    void save(Product product) {}

    @Invalidates(tags = "order:{order.id}")
    void save(Order order) {}

    @Invalidates(method = "two", args = {"product.id", "1"})
    @Invalidates(method = "none", onException = true)
    @Invalidates(method = "byIndex")
    int save(int id, String shop, Product product) {
        return id;
    }

    @Invalidates(method = "two", all = true)
    void everything() {}

    @Invalidates(method = "overloaded", args = {"a", "b"})
    void chosenByArity(int a, int b) {}

    @Invalidates(of = Keyed.class, method = "value", all = true)
    void allOfKeyed() {}

    // Tags that cannot be:

    @Memoize(tags = {"", "a b", "a,b", "a{id"})
    static int malformed(long id) {
        return 0;
    }

    @Memoize(
            tags = {
                "product:{id}",
                "product:{it}"
            })
    static int unknown(long id, String shop) {
        return 0;
    }

    @Memoize(tags = "product:{1}")
    static int tooFar(long id) {
        return 0;
    }

    @Memoize(tags = "product:{hint}")
    static int notInKey(long id, @Memoize.Ignore String hint) {
        return 0;
    }

    @Memoize(tags = {"{product}", "{product.tag}", "{product.weight}", "{product.id.hash}"})
    static int noText(Product product) {
        return 0;
    }

    // Invalidations that cannot be:

    @Invalidates(tags = "products")
    abstract void undone();

    @Invalidates(tags = "products")
    native void elsewhere();

    @Memoize
    @Invalidates(tags = "products")
    static int both(int n) {
        return n;
    }

    @Invalidates
    void nothing() {}

    @Invalidates(tags = {})
    void nothingEither() {}

    @Invalidates(tags = "product:{product}")
    void unknownPlaceholder(long id) {}

    @Invalidates(method = "gone")
    void unknownMethod(long id) {}

    @Invalidates(of = Product.class, method = "getId")
    void notMemoized(long id) {}

    @Invalidates(of = Price.class, method = "getId")
    void noneMemoized(long id) {}

    @Invalidates(method = "two")
    void tooFew(long id) {}

    @Invalidates(method = "two", args = "id")
    void tooFewArgs(long id, String shop) {}

    @Invalidates(method = "two", args = {"shop", "id"})
    void swapped(long id, String shop) {}

    @Invalidates(method = "byIndex")
    void wrongType(String id) {}

    @Invalidates(method = "byIndex", args = "it")
    void unknownArgument(long id) {}

    @Invalidates(method = "overloaded")
    void ambiguous(int a) {}

    @Invalidates(method = "overloaded", args = "a")
    void stillAmbiguous(int a) {}

    @Invalidates(tags = "products", args = "id")
    void argsOfNothing(long id) {}

    @Invalidates(method = "two", args = "id", all = true)
    void allAndOne(long id) {}

    @Invalidates(of = Keyed.class, method = "value")
    void noInstance(int m) {}
}
