package io.slipway.server.hypervisor.pve.rest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS 1.2 and 1.3 over sockets that can be cut off from outside. */
final class PinnedSockets extends SSLSocketFactory implements AutoCloseable {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final SSLSocketFactory factory;
    /** With the thread that opened each. */
    private final Map<Socket, Thread> open = new ConcurrentHashMap<>();

    private volatile boolean closed;

    PinnedSockets(PinnedCertificate trust) {
        this.factory = trust.context().getSocketFactory();
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
        open.keySet().removeIf(Socket::isClosed);
        open.put(plain, Thread.currentThread());
        if (closed) {
            plain.close();
            throw new SocketException("closed");
        }
        var socket = (SSLSocket) factory.createSocket(plain, host, port, autoClose);
        socket.setEnabledProtocols(PROTOCOLS);
        return socket;
    }

    /** Makes the connection handler open a plain socket with its own timeouts and hand it to us. */
    @Override
    public Socket createSocket() throws IOException {
        throw new SocketException("layered sockets only", new UnsupportedOperationException());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new SocketException("layered sockets only");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw new SocketException("layered sockets only");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new SocketException("layered sockets only");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        throw new SocketException("layered sockets only");
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    boolean closed() {
        return closed;
    }

    /** Cuts what is being connected by that thread. */
    void cut(Thread owner) {
        open.forEach((socket, opener) -> {
            if (opener == owner) {
                close(socket);
            }
        });
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it gets.
        }
    }

    /** Cuts every connection; requests under way fail at once. */
    @Override
    public void close() {
        closed = true;
        open.keySet().forEach(PinnedSockets::close);
    }
}
