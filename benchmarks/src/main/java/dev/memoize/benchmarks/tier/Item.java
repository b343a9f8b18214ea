package dev.memoize.benchmarks.tier;

import java.io.Serializable;

/** What is cached: of the size of a row. */
public record Item(long id, String name, String description, long price) implements Serializable {
    static Item of(long id) {
        return new Item(id, "item " + id, "a description of item " + id + " that is as long as a sentence", id * 31);
    }
}
