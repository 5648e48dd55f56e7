package io.slipway.server.hypervisor.pve.rest;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Answers each request with a header that never ends, a byte at a time. */
final class DrippingServer implements AutoCloseable {
    private final SSLServerSocket server;
    private final CountDownLatch closed = new CountDownLatch(1);

    DrippingServer(SSLContext context) throws IOException {
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                var socket = (SSLSocket) server.accept();
                Thread.ofVirtual().start(() -> drip(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void drip(SSLSocket socket) {
        try (socket) {
            var out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            while (!closed.await(50, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        } catch (IOException e) {
            // The other side has had enough.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}
