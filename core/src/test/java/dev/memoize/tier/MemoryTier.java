package dev.memoize.tier;

import dev.memoize.spi.Lookup;
import dev.memoize.spi.RemoteMemo;
import dev.memoize.spi.RemoteMethod;
import dev.memoize.spi.RemoteTier;
import dev.memoize.spi.TierInfo;
import java.lang.ref.WeakReference;
import java.lang.reflect.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** One process's view of a {@link MemoryServer}. */
final class MemoryTier implements RemoteTier {
    private static final long HEAP_TTL = Duration.ofSeconds(60).toNanos();

    record Key(String method, List<Object> arguments, List<String> tags) {}

    private final MemoryServer server;
    private final Map<String, List<Memory>> open = new ConcurrentHashMap<>();
    volatile boolean closed;
    /** Runs between the read and its return, for tests of races. */
    volatile Runnable afterRead = () -> {};
    /** Runs between the write and what follows from it. */
    volatile Runnable afterPut = () -> {};
    /** Runs when a key is asked for, before it is filed. */
    volatile Runnable beforeKey = () -> {};

    MemoryTier(MemoryServer server) {
        this.server = server;
        server.join(this);
    }

    @Override
    public RemoteMemo open(RemoteMethod method) {
        Memory memory = new Memory(method);
        open.computeIfAbsent(memory.name, name -> new CopyOnWriteArrayList<>()).add(memory);
        return memory;
    }

    @Override
    public void invalidateTag(String tag) {
        if (!closed) {
            server.invalidateTag(tag);
            server.tell(this, t -> t.tellAll(l -> l.invalidatedTag(tag)));
        }
        tellAll(l -> l.invalidatedTag(tag));
    }

    private void tellAll(Consumer<RemoteMemo.Listener> message) {
        open.values().forEach(same -> same.forEach(m -> m.tell(message)));
    }

    @Override
    public void close() {
        closed = true;
    }

    private void each(String name, Consumer<Memory> action) {
        open.getOrDefault(name, List.of()).forEach(action);
    }

    private static Object plain(Object argument) {
        if (argument == null
                || argument instanceof String
                || argument instanceof Number
                || argument instanceof Boolean) {
            return argument;
        }
        if (argument.getClass().isArray()) {
            List<Object> elements = new ArrayList<>();
            elements.add(argument.getClass());
            for (int i = 0; i < Array.getLength(argument); i++) {
                elements.add(plain(Array.get(argument, i)));
            }
            return elements;
        }
        if (argument instanceof Collection || argument instanceof Enum) {
            return argument;
        }
        throw new IllegalArgumentException();
    }

    private final class Memory implements RemoteMemo {
        private final String name;
        private final long ttl;
        private final List<WeakReference<Listener>> listeners = new CopyOnWriteArrayList<>();
        private final LongAdder hits = new LongAdder();
        private final LongAdder misses = new LongAdder();
        private final LongAdder skipped = new LongAdder();
        private final LongAdder stores = new LongAdder();
        private final LongAdder rejected = new LongAdder();

        Memory(RemoteMethod method) {
            this.name = method.name() + " " + method.version();
            this.ttl = method.ttl() == null
                    ? Duration.ofDays(1).toNanos()
                    : method.ttl().toNanos();
        }

        @Override
        public long heapTtlNanos() {
            return Math.min(ttl, HEAP_TTL);
        }

        @Override
        public Object key(Object[] arguments, List<String> tags) {
            beforeKey.run();
            List<Object> plain = new ArrayList<>();
            try {
                for (Object argument : arguments) {
                    plain.add(plain(argument));
                }
            } catch (IllegalArgumentException e) {
                skipped.increment();
                return null;
            }
            return new Key(name, plain, tags);
        }

        @Override
        public Object tag(String tag) {
            return tag;
        }

        @Override
        public Lookup lookUp(Object key, boolean mayWait) {
            if (closed) {
                skipped.increment();
                return Lookup.absent();
            }
            long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
            for (; ; ) {
                Object read = server.read(key, mayWait);
                afterRead.run();
                if (read instanceof Object[] found) {
                    hits.increment();
                    return Lookup.found(found[0], (long) found[1]);
                }
                if (read != null) {
                    misses.increment();
                    return Lookup.leased(lease(key, read));
                }
                if (!mayWait || System.nanoTime() - end > 0) {
                    misses.increment();
                    return Lookup.absent();
                }
                try {
                    server.awaitFreed(key, 1000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return Lookup.absent();
                }
            }
        }

        private Lease lease(Object key, Object slot) {
            return new Lease() {
                @Override
                public void fill(Object result) {
                    if (server.fill(key, slot, result, ttl)) {
                        stores.increment();
                    } else {
                        rejected.increment();
                        tell(l -> l.invalidated(key));
                    }
                }

                @Override
                public void release() {
                    server.release(key, slot);
                }
            };
        }

        private void tell(Consumer<Listener> message) {
            for (WeakReference<Listener> ref : listeners) {
                Listener listener = ref.get();
                if (listener != null) {
                    message.accept(listener);
                }
            }
        }

        @Override
        public void put(Object key, Object result, Listener origin) {
            if (!closed) {
                server.put(key, result, ttl);
                stores.increment();
                afterPut.run();
                each(
                        name,
                        m -> m.tell(l -> {
                            if (l != origin) {
                                l.invalidated(key);
                            }
                        }));
                server.tell(MemoryTier.this, t -> t.each(name, m -> m.tell(l -> l.invalidated(key))));
            }
        }

        @Override
        public boolean invalidate(Object key) {
            boolean wasThere = !closed && server.remove(key);
            each(name, m -> m.tell(l -> l.invalidated(key)));
            server.tell(MemoryTier.this, t -> t.each(name, m -> m.tell(l -> l.invalidated(key))));
            return wasThere;
        }

        @Override
        public void clear() {
            server.removeIf(key -> ((Key) key).method.equals(name));
            each(name, m -> m.tell(Listener::invalidatedAll));
            server.tell(MemoryTier.this, t -> t.each(name, m -> m.tell(Listener::invalidatedAll)));
        }

        @Override
        public void listen(Listener listener) {
            listeners.add(new WeakReference<>(listener));
        }

        @Override
        public TierInfo info() {
            return new TierInfo(
                    "closed", hits.sum(), misses.sum(), 0, skipped.sum(), stores.sum(), rejected.sum(), 0, 0, 0);
        }
    }
}
