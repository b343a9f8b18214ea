module com.acme.fib {
    requires dev.memoize;
}
