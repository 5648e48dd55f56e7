package io.slipway.server.lab;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;
import net.schmizz.sshj.xfer.InMemorySourceFile;

/** A plain SSH client for the laboratory's own tests. */
final class LabClient implements AutoCloseable {
    /** What a command answered. */
    record Answer(int code, String out, String err) {}

    static final String PASSWORD = "correct horse";

    private final SSHClient client = new SSHClient();

    LabClient(Laboratory lab, String user, String password) {
        try {
            client.addHostKeyVerifier(new PromiscuousVerifier());
            client.connect("127.0.0.1", lab.port());
            client.getSocket().setTcpNoDelay(true);
            client.authPassword(user, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LabClient(Laboratory lab) {
        this(lab, "root", PASSWORD);
    }

    /** Runs one command line; a connection that breaks answers -1. */
    Answer run(String command) {
        try (var session = client.startSession()) {
            var running = session.exec(command);
            var out = read(running.getInputStream());
            var err = read(running.getErrorStream());
            running.join(20, TimeUnit.SECONDS);
            var code = running.getExitStatus();
            return new Answer(code == null ? -1 : code, out, err);
        } catch (IOException e) {
            return new Answer(-1, "", String.valueOf(e.getMessage()));
        }
    }

    /** The standard output of a command that must succeed. */
    String out(String command) {
        var answer = run(command);
        if (answer.code() != 0) {
            throw new AssertionError(command + " -> " + answer);
        }
        return answer.out();
    }

    private static String read(InputStream in) throws IOException {
        return Transcript.decode(in.readAllBytes());
    }

    void upload(byte[] bytes, String path) throws IOException {
        try (var sftp = client.newSFTPClient()) {
            sftp.put(
                    new InMemorySourceFile() {
                        @Override
                        public String getName() {
                            return path.substring(path.lastIndexOf('/') + 1);
                        }

                        @Override
                        public long getLength() {
                            return bytes.length;
                        }

                        @Override
                        public InputStream getInputStream() {
                            return new ByteArrayInputStream(bytes);
                        }
                    },
                    path);
        }
    }

    SSHClient ssh() {
        return client;
    }

    @Override
    public void close() {
        try {
            client.disconnect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
