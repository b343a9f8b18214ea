package dev.memoize.shop;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The least version of each product that a call may return, in memory that all processes share: every call is checked,
 * for the price of two reads before it.
 *
 * <p>A product has one writer, so a floor is stored by one thread. It is <em>acknowledged</em> once the change is in
 * the database and its invalidation has returned, and <em>due</em> once the window has passed as well.
 */
final class Floors {
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer buffer;

    private Floors(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    static Floors map(Path file, int products) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            return new Floors(channel.map(FileChannel.MapMode.READ_WRITE, 0, 16L * (products + 1)));
        }
    }

    long acknowledged(int id) {
        return (long) LONGS.getAcquire(buffer, 16 * id);
    }

    void acknowledge(int id, long version) {
        LONGS.setRelease(buffer, 16 * id, version);
    }

    long due(int id) {
        return (long) LONGS.getAcquire(buffer, 16 * id + 8);
    }

    void makeDue(int id, long version) {
        LONGS.setRelease(buffer, 16 * id + 8, version);
    }
}
