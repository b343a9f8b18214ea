package dev.memoize.oracle;

import dev.memoize.Memo;
import dev.memoize.MemoBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Chooses how a cache of a trace is built: settings that must make no difference, and the type of the function. */
interface Subjects {
    MemoBuilder builder(int maxSize, boolean typed);

    default Subject create(int maxSize, boolean typed, String kind, int arity, Subject.Body body) {
        return ObjectSubjects.of(arity, builder(maxSize, typed), body);
    }

    /** Nothing but what the trace asks for. */
    static Subjects plain() {
        return (maxSize, typed) -> Memo.builder().maxSize(maxSize).typed(typed);
    }

    /** Whatever the trace allows. */
    static Subjects mixed(Random random) {
        return new Subjects() {
            @Override
            public MemoBuilder builder(int maxSize, boolean typed) {
                MemoBuilder builder =
                        Memo.builder().maxSize(maxSize).typed(typed).singleFlight(random.nextInt(3) > 0);
                return random.nextInt(3) > 0 || maxSize == 0
                        ? builder
                        : builder.ttl(Duration.ofSeconds(1)).ticker(() -> -5);
            }

            @Override
            public Subject create(int maxSize, boolean typed, String kind, int arity, Subject.Body body) {
                boolean resized = random.nextInt(4) == 0;
                MemoBuilder builder = builder(resized ? random.nextInt(4) : maxSize, typed);
                Subject subject = create(builder, kind, arity, body);
                if (resized) {
                    subject.memo().resize(maxSize);
                }
                return subject;
            }

            private Subject create(MemoBuilder builder, String kind, int arity, Subject.Body body) {
                if (kind.equals("i") && random.nextInt(5) > 0) {
                    List<PrimitiveSubjects.Maker> makers = PrimitiveSubjects.makers(arity);
                    return makers.get(random.nextInt(makers.size())).make(builder, body);
                }
                return arity == 1 && random.nextInt(3) == 0
                        ? ObjectSubjects.recursive(builder, body)
                        : ObjectSubjects.of(arity, builder, body);
            }
        };
    }
}
