package dev.memoize.shop;

import java.math.BigDecimal;

/**
 * A row of the product table.
 *
 * @param version how often its price was set, counted from 1: what tells an old answer from a new one
 */
record Product(int id, String name, BigDecimal price, long version) {
    Product {
        // A product is made by the query or by the decoder of what Redis sent, on the thread that asked for it.
        AnsweredBy.productMade();
    }
}
