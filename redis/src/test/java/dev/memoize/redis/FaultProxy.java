package dev.memoize.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes bytes between clients and a server on the loopback until a test wants something to go wrong. */
final class FaultProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private volatile boolean closed;
    /** Connections are reset as soon as they are made. */
    volatile boolean refusing;
    /** Guarded by {@code gate}. Nothing passes in either direction, and nothing is closed. */
    private boolean blackhole;
    /** Guarded by {@code gate}. The same of the one connection that the server sees come from this port. */
    private int silent;
    /** How long each piece is held back, in milliseconds. */
    volatile int delayMillis;

    FaultProxy(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listening.accept();
                if (refusing) {
                    client.setSoLinger(true, 0);
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(client);
                open.add(server);
                int port = server.getLocalPort();
                thread(() -> pump(client, server, port));
                thread(() -> pump(server, client, port));
            } catch (IOException e) {
                // The server is away, or the test is over.
            }
        }
    }

    private void pump(Socket from, Socket to, int port) {
        byte[] buffer = new byte[65536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (gate) {
                    while (blackhole || silent == port) {
                        gate.wait();
                    }
                }
                if (delayMillis > 0) {
                    Thread.sleep(delayMillis);
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException | InterruptedException e) {
            // Closed below.
        } finally {
            close(from);
            close(to);
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    void blackhole(boolean on) {
        synchronized (gate) {
            blackhole = on;
            gate.notifyAll();
        }
    }

    /** Nothing passes on one connection; 0 for none. */
    void silence(int port) {
        synchronized (gate) {
            silent = port;
            gate.notifyAll();
        }
    }

    /** Cuts every connection with a reset. */
    void cut() {
        for (Socket socket : open) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // It is closed.
            }
            close(socket);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listening.close();
        blackhole(false);
        silence(0);
        cut();
    }
}
