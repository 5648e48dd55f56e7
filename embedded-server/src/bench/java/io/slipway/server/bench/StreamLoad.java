package io.slipway.server.bench;

import io.slipway.server.base.Caller;
import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@value #STREAMS} open streams of events cost, how long an event takes from its commit's caller to the last of them, and
 * what the events cost who writes.
 *
 * <p>Run with {@code mvn -q -Pbench -pl iso-tools,embedded-server verify}, which runs all benchmarks, or this class alone with a
 * folder on a real disk as its argument. The clients are bare sockets of the same process and count as part of the cost.
 */
public final class StreamLoad {
    private static final int STREAMS = 200;
    private static final int PER_USER = 25;
    private static final int EVENTS = 200;
    private static final int WRITES = 3_000;

    private StreamLoad() {}

    /** Prints one line per figure. */
    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory(Path.of(arguments[0]), "stream-load");
        try (var agent = AgentAssembly.open(AgentConfig.of(folder, Optional.empty()))) {
            job(agent);
            // Once before, so that classes and pools do not count as streams.
            closeAll(open(agent, PER_USER));
            long heap = heap();
            long resident = resident();
            var streams = open(agent, STREAMS);
            print(
                    "%d streams: heap %+.1f MiB, resident %+.1f MiB",
                    STREAMS, (heap() - heap) / 1048576.0, (resident() - resident) / 1048576.0);
            latency(agent, streams);
            print("with %d streams: %.0f us per write", STREAMS, perWrite(agent));
            closeAll(streams);
            print("without streams: %.0f us per write", perWrite(agent));
            agent.parts().database().write(handle -> handle.execute("drop trigger event_run_percent"));
            print("without its trigger: %.0f us per write", perWrite(agent));
        }
    }

    private static void job(AgentAssembly agent) {
        agent.parts().database().write(handle -> {
            handle.execute(
                    "insert into job (id, tenant_id, user_id, kind, fields, state, created_at) values ('j', 'default', 'u', 'bench', '{}', 'queued', 0)");
            // Ended, so that no engine takes it.
            return handle.execute(
                    "insert into run (id, tenant_id, job_id, plan_kind, subject, state, wake_at, input, created_at) values ('r', 'default', 'j', 'bench', 'vm', 'cancelled', 0, '{}', 0)");
        });
    }

    private static void percent(AgentAssembly agent, int value) {
        agent.parts().database().write(handle -> handle.execute("update run set percent = ? where id = 'r'", value));
    }

    private static List<SocketChannel> open(AgentAssembly agent, int count) throws IOException {
        var maker = Caller.localOperator();
        var streams = new ArrayList<SocketChannel>();
        var token = "";
        for (int i = 0; i < count; i++) {
            if (i % PER_USER == 0) {
                var user = new Caller(TenantId.DEFAULT, "user" + count + "-" + i, Caller.Role.READ);
                token = agent.parts()
                        .apiTokens()
                        .create(maker, user, "bench", Optional.empty())
                        .text()
                        .reveal();
            }
            var channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", agent.adminPort()));
            channel.write(ByteBuffer.wrap(
                    ("GET /api/v1/events?topics=jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII)));
            await(channel, "snapshot");
            streams.add(channel);
        }
        return streams;
    }

    private static void closeAll(List<SocketChannel> streams) throws IOException {
        for (var stream : streams) {
            stream.close();
        }
    }

    private static void await(SocketChannel channel, String word) throws IOException {
        var buffer = ByteBuffer.allocate(8192);
        var text = new StringBuilder();
        while (text.indexOf(word) < 0) {
            buffer.clear();
            if (channel.read(buffer) < 0) {
                throw new IOException("the stream ended: " + text);
            }
            text.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
        }
    }

    private static void latency(AgentAssembly agent, List<SocketChannel> streams) throws IOException {
        var millis = new double[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            long begin = System.nanoTime();
            percent(agent, i + 1);
            for (var stream : streams) {
                await(stream, "\"percent\":" + (i + 1) + "}");
            }
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(millis);
        print(
                "event to the last of %d streams, commit included: p50 %.0f ms, p95 %.0f ms, worst %.0f ms",
                streams.size(), millis[EVENTS / 2], millis[EVENTS * 95 / 100], millis[EVENTS - 1]);
    }

    private static double perWrite(AgentAssembly agent) {
        long begin = System.nanoTime();
        for (int i = 0; i < WRITES; i++) {
            percent(agent, i % 2);
        }
        return (System.nanoTime() - begin) / 1e3 / WRITES;
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Of this process, in bytes; 0 where the system does not tell. */
    private static long resident() throws IOException {
        var statm = Path.of("/proc/self/statm");
        return Files.exists(statm) ? Long.parseLong(Files.readString(statm).split(" ", -1)[1]) * 4096 : 0;
    }

    private static void print(String format, Object... values) {
        Objects.requireNonNull(System.out).println(String.format(Locale.ROOT, format, values));
    }
}
