package dev.memoize.oracle;

import dev.memoize.Memo0;
import dev.memoize.Memo1;
import dev.memoize.Memo2;
import dev.memoize.Memo3;
import dev.memoize.MemoBuilder;

/** Functions of any arguments with any result. */
final class ObjectSubjects {
    private ObjectSubjects() {}

    static Subject of(int arity, MemoBuilder builder, Subject.Body body) {
        return switch (arity) {
            case 0 -> new NoArgument(builder.supplier(body::run));
            case 1 -> new OneArgument(builder.function(a -> body.run(a)));
            case 2 -> new TwoArguments(builder.biFunction((a, b) -> body.run(a, b)));
            default -> new ThreeArguments(builder.function3((a, b, c) -> body.run(a, b, c)));
        };
    }

    /** One argument through {@link MemoBuilder#recursive}, though what calls it is the trace. */
    static Subject recursive(MemoBuilder builder, Subject.Body body) {
        return new OneArgument(builder.recursive((self, a) -> body.run(a)));
    }

    private record NoArgument(Memo0<Object> memo) implements Subject {
        @Override
        public Object call(Object[] arguments) {
            return memo.get();
        }

        @Override
        public Object callOriginal(Object[] arguments) {
            return memo.wrapped().get();
        }

        @Override
        public Object peek(Object[] arguments) {
            return memo.peek();
        }
    }

    private record OneArgument(Memo1<Object, Object> memo) implements Subject {
        @Override
        public Object call(Object[] arguments) {
            return memo.apply(arguments[0]);
        }

        @Override
        public Object callOriginal(Object[] arguments) {
            return memo.wrapped().apply(arguments[0]);
        }

        @Override
        public Object peek(Object[] arguments) {
            return memo.peek(arguments[0]);
        }
    }

    private record TwoArguments(Memo2<Object, Object, Object> memo) implements Subject {
        @Override
        public Object call(Object[] arguments) {
            return memo.apply(arguments[0], arguments[1]);
        }

        @Override
        public Object callOriginal(Object[] arguments) {
            return memo.wrapped().apply(arguments[0], arguments[1]);
        }

        @Override
        public Object peek(Object[] arguments) {
            return memo.peek(arguments[0], arguments[1]);
        }
    }

    private record ThreeArguments(Memo3<Object, Object, Object, Object> memo) implements Subject {
        @Override
        public Object call(Object[] arguments) {
            return memo.apply(arguments[0], arguments[1], arguments[2]);
        }

        @Override
        public Object callOriginal(Object[] arguments) {
            return memo.wrapped().apply(arguments[0], arguments[1], arguments[2]);
        }

        @Override
        public Object peek(Object[] arguments) {
            return memo.peek(arguments[0], arguments[1], arguments[2]);
        }
    }
}
