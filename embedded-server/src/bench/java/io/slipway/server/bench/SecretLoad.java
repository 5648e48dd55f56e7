package io.slipway.server.bench;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.SqliteDatabase;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.SealContext;
import io.slipway.server.vault.SecretBox;
import io.slipway.server.vault.SecretRef;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the redactor costs per log line with 1, 100 and 2,000 live values, and how many secrets are sealed and opened in a
 * second, each durable with its line in the audit trail.
 *
 * <p>Run with {@code mvn -q -Pbench -pl iso-tools,embedded-server verify}, which runs all benchmarks, or this class alone with a
 * folder on a real disk as its argument. The redactor and the bare cipher are measured in CPU time of one thread; stored
 * operations come from {@value #CALLERS} callers at once and are measured in wall time, for they wait for the disk.
 */
public final class SecretLoad {
    private static final int LINES = 2_000;
    private static final int ROUNDS = 30;
    private static final int SECRETS = 2_000;
    private static final int CALLERS = 32;

    private SecretLoad() {}

    /** Prints one line per figure. */
    public static void main(String[] arguments) throws Exception {
        for (int live : new int[] {1, 100, 2_000}) {
            redactor(live);
        }
        cipher();
        try (var database = SqliteDatabase.open(Files.createTempDirectory(Path.of(arguments[0]), "secret-load"))) {
            secrets(database);
        }
    }

    private static void redactor(int live) {
        var random = new Random(live);
        var values = values(random, live);
        var redactor = new Redactor();
        long before = cpu();
        values.forEach(redactor::learn);
        double learning = (cpu() - before) / 1e3 / live;
        var clean = lines(random, values, 0);
        var telling = lines(random, values, 1);
        print(
                "redactor, %,5d live values: learning %,.0f us each; clean line %,.0f ns; line with a secret %,.0f ns;"
                        + " one replacement per value %,.0f ns",
                live, learning, perLine(redactor, clean), perLine(redactor, telling), perLineNaive(values, clean));
    }

    private static double perLine(Redactor redactor, List<String> lines) {
        long kept = 0;
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = cpu();
            for (var line : lines) {
                kept += redactor.clean(line).length();
            }
            best = Math.min(best, cpu() - begin);
        }
        return kept == 0 ? 0 : (double) best / lines.size();
    }

    /** What the product did before: each value by itself, and in one spelling only. */
    private static double perLineNaive(List<String> values, List<String> lines) {
        long kept = 0;
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long begin = cpu();
            for (var line : lines) {
                var cleaned = line;
                for (var value : values) {
                    cleaned = cleaned.replace(value, "***");
                }
                kept += cleaned.length();
            }
            best = Math.min(best, cpu() - begin);
        }
        return kept == 0 ? 0 : (double) best / lines.size();
    }

    /** Passwords of 20 characters and, one in four, tokens that all begin alike. */
    private static List<String> values(Random random, int count) {
        var values = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            var bytes = new byte[i % 4 == 0 ? 150 : 15];
            random.nextBytes(bytes);
            var text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            values.add(i % 4 == 0 ? "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." + text : text);
        }
        return values;
    }

    private static List<String> lines(Random random, List<String> values, int secretsEach) {
        var lines = new ArrayList<String>(LINES);
        for (int i = 0; i < LINES; i++) {
            var line = new StringBuilder("2026-11-21T10:31:04.120Z INFO  [worker-7] i.s.server.workflow.Engine ");
            line.append("step done run=").append(new UUID(random.nextLong(), random.nextLong()));
            for (int s = 0; s < secretsEach; s++) {
                line.append(" password=").append(values.get(random.nextInt(values.size())));
            }
            lines.add(line.append(" kind=configure millis=")
                    .append(random.nextInt(10_000))
                    .toString());
        }
        return lines;
    }

    private static void secrets(SqliteDatabase database) throws Exception {
        var key = new byte[32];
        var random = new SecureRandom();
        random.nextBytes(key);
        var secrets = new OperatorSecrets(
                database, new SecretBox(key, random), Ids.system(), InstantSource.system(), random, new Redactor());
        var caller = Caller.localOperator();
        var made = new ConcurrentLinkedQueue<SecretRef>();
        rate("sealed and stored", () -> {
            try (var value = Secret.of("a value of the usual length")) {
                made.add(
                        new SecretRef(secrets.create(caller, "benchmark", value).id(), 1));
            }
        });
        var opened = new ConcurrentLinkedQueue<>(made);
        rate("opened and noted", () -> secrets.open(caller, Objects.requireNonNull(opened.poll()), "benchmark")
                .close());
        rate("rotated", () -> {
            try (var value = Secret.of("another value of that length")) {
                secrets.rotate(caller, Objects.requireNonNull(made.poll()).id(), value);
            }
        });
    }

    private static void rate(String what, Runnable operation) throws Exception {
        long begin = System.nanoTime();
        try (var callers = Executors.newFixedThreadPool(CALLERS)) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < SECRETS; i++) {
                all.add(callers.submit(operation));
            }
            for (var one : all) {
                one.get();
            }
        }
        print("secrets %s: %,.0f per second", what, SECRETS * 1e9 / (System.nanoTime() - begin));
    }

    private static void cipher() {
        var random = new SecureRandom();
        var box = new SecretBox(new byte[32], random);
        var context = new SealContext(TenantId.DEFAULT, "benchmark", "1");
        var plain = new byte[32];
        int times = 20_000;
        for (int round = 0; round < 3; round++) {
            long begin = cpu();
            for (int i = 0; i < times; i++) {
                plain[0] ^= box.open(context, box.seal(context, plain))[1];
            }
            if (round == 2) {
                print("bare cipher: %,.0f seal and open per second of CPU", times * 1e9 / (cpu() - begin));
            }
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
