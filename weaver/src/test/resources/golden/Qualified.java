class Qualified {
    static class Nested {
        @dev.memoize.Memoize(maxSize = -7)
        static int negative(int n) {
            return n;
        }

        static int forgotten(@dev.memoize.Memoize.Ignore int n) {
            return n;
        }
    }

    @dev.memoize.LogTime
    native void elsewhere();
}
