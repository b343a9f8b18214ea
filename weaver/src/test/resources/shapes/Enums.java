// counts: Enums$Op.apply=0/2 Enums$Op$1.apply=1/1 Enums$Op$2.apply=1/1 Enums$Op.slow=3/1 Enums$Op.parse=1/1 Enums.kind=1/2
import dev.memoize.*;

class Enums {
    enum Op {
        ADD { @Override @Memoize int apply(int a, int b) { return a + b; } },
        MUL { @Override @Memoize int apply(int a, int b) { return a * b + super.apply(a, b); } },
        NONE;

        @Memoize int apply(int a, int b) { return 0; }
        @Memoize(scope = Scope.CLASS) private int slow() { return 7; }
        @Memoize static Op parse(String s) { return valueOf(s); }
    }

    @Memoize static String kind(Op op) {
        switch (op) {
            case ADD: return "plus";
            case MUL: return "times";
            default: return "none";
        }
    }

    static Object[] results() {
        return new Object[] {
            Op.ADD.apply(2, 3), Op.ADD.apply(2, 3), Op.MUL.apply(2, 3), Op.MUL.apply(2, 3), Op.NONE.apply(2, 3),
            Op.NONE.slow(), Op.NONE.slow(), Op.NONE.slow(), Op.NONE.slow(), Op.parse("MUL").name(), Op.parse("MUL").ordinal(),
            kind(Op.ADD), kind(Op.ADD), kind(Op.MUL), Op.values().length
        };
    }
}
