package io.slipway.server.ssh;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.connection.channel.direct.Session;
import org.jspecify.annotations.Nullable;

/** Collects a command's two streams within the command's bounds; lines reach the sink on the caller's thread. */
final class ExecCapture {
    private static final int CHUNK = 16 << 10;
    private static final int QUEUE = 16;
    private static final int LONGEST_LINE = 8 << 10;

    private final SshCommand command;
    private final String address;
    private final Duration closing;
    private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Stream out;
    private final Stream err;
    private volatile boolean abandoned;

    ExecCapture(SshCommand command, OutputSink sink, String address, Duration closing, Redactor redactor) {
        this.command = command;
        this.address = address;
        this.closing = closing;
        this.out = new Stream(redactor.pieces(sink::line));
        this.err = new Stream(redactor.pieces(sink::line));
    }

    ExecResult collect(Session.Command running) throws IOException {
        Thread.ofVirtual().name("ssh-out").start(() -> pump(running.getInputStream(), out));
        Thread.ofVirtual().name("ssh-err").start(() -> pump(running.getErrorStream(), err));
        try {
            drain();
            running.join(closing.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw SshProblems.interrupted();
        } finally {
            abandoned = true;
        }
        return result(running);
    }

    private ExecResult result(Session.Command running) {
        var signal = Optional.ofNullable(running.getExitSignal()).map(Enum::name);
        var status = running.getExitStatus();
        if (signal.isEmpty() && status == null) {
            throw Problem.of(
                            ProblemCode.SSH_UNREACHABLE,
                            "The connection to " + address + " ended before the command told its result.")
                    .exception();
        }
        return new ExecResult(signal.isPresent() || status == null ? -1 : status, signal, out.text(), err.text());
    }

    private void drain() throws InterruptedException, IOException {
        long deadline = System.nanoTime() + command.total().toNanos();
        int open = 2;
        while (open > 0) {
            long wait = Math.min(command.silence().toNanos(), deadline - System.nanoTime());
            var chunk = queue.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
            if (chunk == null) {
                throw Problem.of(
                                ProblemCode.SSH_UNREACHABLE,
                                "The host " + address + " did not finish a command in time and fell silent.")
                        .exception();
            }
            if (chunk.failure() != null) {
                throw chunk.failure();
            }
            if (chunk.bytes().length == 0) {
                open--;
                chunk.stream().endLine();
            } else {
                chunk.stream().accept(chunk.bytes());
            }
        }
    }

    private void pump(InputStream in, Stream stream) {
        var buffer = new byte[CHUNK];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (n > 0 && !offer(new Chunk(stream, Arrays.copyOf(buffer, n), null))) {
                    return;
                }
            }
            offer(new Chunk(stream, new byte[0], null));
        } catch (IOException e) {
            offer(new Chunk(stream, new byte[0], e));
        }
    }

    private boolean offer(Chunk chunk) {
        try {
            while (!abandoned) {
                if (queue.offer(chunk, 100, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Bytes of a stream; none means its end. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, lives between two methods
    private record Chunk(
            Stream stream, byte[] bytes, @Nullable IOException failure) {}

    /** One of the two outputs: all bytes for the result, and the line that is not finished yet. */
    private final class Stream {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final Redactor.Pieces sink;

        Stream(Redactor.Pieces sink) {
            this.sink = sink;
        }

        void accept(byte[] bytes) {
            if (all.size() + bytes.length > command.maxBytes()) {
                throw SshProblems.exec("The host " + address + " answered more than " + command.maxBytes() + " bytes.");
            }
            all.writeBytes(bytes);
            for (byte b : bytes) {
                if (b == '\n') {
                    endLine();
                } else if (line.size() >= LONGEST_LINE && (b & 0xC0) != 0x80) {
                    hand(); // between two characters, not inside one
                }
                if (b != '\n' && b != '\r') {
                    line.write(b);
                }
            }
        }

        private void hand() {
            if (line.size() > 0) {
                sink.accept(line.toString(StandardCharsets.UTF_8));
                line.reset();
            }
        }

        void endLine() {
            hand();
            sink.end();
        }

        String text() {
            return all.toString(command.charset());
        }
    }
}
