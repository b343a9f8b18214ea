package dev.memoize.redis;

/** Results of one declared type as bytes, and back. Thread-safe. {@code null} is not among them. */
interface Codec {
    /** Tells codecs apart in the envelope; not 0. */
    byte id();

    /** Differs where the bytes mean something else: other classes, other fields. */
    long shape();

    /** Throws any exception if this object would not come back as it is. */
    byte[] encode(Object result) throws Exception;

    /** Throws any exception if the bytes are not what {@link #encode} writes. */
    Object decode(byte[] bytes) throws Exception;
}
