package io.slipway.server.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.diagnose.DiagnosticBundle.Origin;
import io.slipway.server.store.SqliteDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DiagnosticBundleTest {
    private static final String CANARY = "Kanarienvogel-77!x & <Fink>";
    private static final String JOB = "0190a3f2-7c1e-7abc-8def-0123456789ab";
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Problem REASON = Problem.of(ProblemCode.CONFIG_ERROR, "The database is of a newer version.");

    @TempDir
    Path folder;

    private final Redactor redactor = new Redactor();

    private static Map<String, String> unzipped(byte[] zip) throws IOException {
        var texts = new TreeMap<String, String>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                texts.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private static Map<String, String> packed(DiagnosticBundle bundle, Set<String> without, Set<String> with)
            throws IOException {
        var out = new ByteArrayOutputStream();
        bundle.write(out, bundle.ticked(without, with));
        return unzipped(out.toByteArray());
    }

    private DiagnosticBundle offline() {
        return Diagnostics.offline(
                new Diagnostics.Setting(folder, "1.2.3", redactor, InstantSource.fixed(NOW), new Random(7)), REASON);
    }

    private static DiagnosticBundle bundle(Gathering.Gathered gathered, HostMask mask) {
        return new DiagnosticBundle(new Origin("D-000000", NOW, "1.2.3", "server"), gathered, mask);
    }

    private Gathering.Gathered gathered(Gathering.Limits limits, BundleSource... sources) {
        return new Gathering(limits, redactor::clean).from(List.of(sources));
    }

    private void store(String... statements) {
        try (var database = SqliteDatabase.open(folder)) {
            for (var statement : statements) {
                database.write(handle -> handle.execute(statement));
            }
        }
    }

    @Test
    @Tag("F180")
    void noEntryHoldsASecretInAnySpelling() throws IOException {
        redactor.learn(CANARY);
        store(
                "insert into setting values ('default', 'of-a-later-version', 'geheim-wert-1')",
                "insert into job values ('" + JOB + "', 'default', 'u', 'provision_vm', null, '{}', 'failed', "
                        + "'{\"detail\":\"Kanarienvogel-77!x & <Fink>\"}', 1, 2)",
                "insert into job_log values ('" + JOB
                        + "', 1, null, 1, 'log', 'chpasswd Kanarienvogel-77!x &amp; &lt;Fink>')");
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(folder.resolve("logs/slipway.log"), "tried " + CANARY + " slp_api_" + "a".repeat(30) + "\n");

        var texts = packed(offline(), Set.of(), Set.of());

        assertThat(texts).containsKeys("job-logs/" + JOB + ".log", "logs/slipway.log", "jobs.txt", "settings.txt");
        assertThat(texts.get("settings.txt")).contains("of-a-later-version = (set)");
        assertThat(texts.get("job-logs/" + JOB + ".log")).contains("chpasswd ***");
        assertThat(texts.values())
                .noneMatch(text ->
                        text.contains("Kanarienvogel") || text.contains("slp_api_") || text.contains("geheim-wert"));
    }

    @Test
    @Tag("F180")
    void hostsAreMaskedEverywhereUntilSomebodyTicksThem() throws IOException {
        store(
                "insert into host (id, tenant_id, name, kind, address, port, user_name, auth, host_key_pin, node, limits, state, "
                        + "created_at) values ('h', 'default', 'berlin', 'pve', '10.9.8.7', 22, 'root', '{}', 'pin', 'pve1', '{}', 'ready', 1)");
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(
                folder.resolve("logs/slipway.log"), "Berlin at 10.9.8.7:22 says no; berliner and 10.9.8.70\n");

        var masked = packed(offline(), Set.of(), Set.of());
        var open = packed(offline(), Set.of(), Set.of(DiagnosticBundle.HOST_NAMES));

        assertThat(masked.get("hosts.txt")).contains("host-1", "address-1:22", "node=node-1");
        assertThat(masked.get("logs/slipway.log"))
                .isEqualTo("host-1 at address-1:22 says no; berliner and 10.9.8.70\n");
        assertThat(open.get("logs/slipway.log")).startsWith("Berlin at 10.9.8.7:22");
    }

    @Test
    @Tag("F180")
    void whatIsLeftOutByNameIsNotPackedAndUnknownNamesAreRefused() throws IOException {
        store();
        var bundle = offline();

        var texts = packed(bundle, Set.of("folder.txt", "logs"), Set.of());

        assertThat(texts)
                .containsKeys("contents.json", "program.txt", "reason.txt")
                .doesNotContainKey("folder.txt");
        assertThat(texts.get("contents.json"))
                .contains(bundle.id(), REASON.code().name());
        assertThatThrownBy(() -> bundle.ticked(Set.of("folders"), Set.of()))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.BAD_REQUEST));
    }

    @Test
    @Tag("F180")
    void anIdOfTheDatabaseChoosesNoNameInTheZip() throws IOException {
        store(
                "insert into job values ('../../evil', 'default', 'u', 'provision_vm', null, '{}', 'failed', null, 1, 2)");

        var texts = packed(offline(), Set.of(), Set.of());

        assertThat(texts).containsKey("job-logs/unnamed-1.log");
        assertThat(texts.keySet()).noneMatch(name -> name.contains("evil"));
        for (var name : List.of("../a", "a/../b", "a\\b", "/a")) {
            var gathered = gathered(Gathering.Limits.USUAL, BundleSource.of(name, "text", () -> "x"));
            assertThatThrownBy(() -> packed(bundle(gathered, new HostMask(List.of())), Set.of(), Set.of()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void pathsNameNoUser() throws IOException {
        store();
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(
                folder.resolve("logs/slipway.log"),
                folder + "/x /home/alice/.ssh/id C:\\Users\\bob\\AppData {\"p\":\"c:\\\\Users\\\\carol\\\\k\"}\n");

        var log = packed(offline(), Set.of(), Set.of()).get("logs/slipway.log");

        assertThat(log)
                .isEqualTo("(data folder)/x /home/(user)/.ssh/id C:\\Users\\(user)\\AppData "
                        + "{\"p\":\"c:\\\\Users\\\\(user)\\\\k\"}\n");
    }

    @Test
    void aBrokenDatabaseLeavesTheRestAndSaysWhatIsMissing() throws IOException {
        Files.write(
                folder.resolve("slipway.db"),
                new Random(1)
                        .ints(4096)
                        .mapToObj(i -> (byte) i)
                        .collect(ByteArrayOutputStream::new, (o, b) -> o.write(b), (a, b) -> {})
                        .toByteArray());
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(folder.resolve("logs/slipway.log.3"), "older\n");

        var bundle = offline();

        assertThat(bundle.missing()).containsKeys("store.txt", "hosts.txt", "job-logs", "host-names", "threads.txt");
        assertThat(packed(bundle, Set.of(), Set.of())).containsKeys("program.txt", "folder.txt", "logs/slipway.log.3");
    }

    @Test
    void anEmptyFolderAndNoFolderGiveABundleToo() throws IOException {
        var texts = packed(offline(), Set.of(), Set.of());
        folder = folder.resolve("not/there");
        var nowhere = offline();

        assertThat(texts).containsKeys("program.txt", "reason.txt");
        assertThat(nowhere.missing()).containsKeys("folder.txt", "logs", "store");
    }

    @Test
    void aSlowSourceAndABrokenOneAreListedAndTheOthersGoOn() {
        var never = new CountDownLatch(1);
        var limits = new Gathering.Limits(Duration.ofMillis(50), Duration.ofSeconds(5), 1000);

        var found = gathered(
                limits,
                new BundleSource("slow", () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return List.of();
                }),
                new BundleSource("broken", () -> {
                    throw new IllegalStateException("broken pipe");
                }),
                BundleSource.of("good", "", () -> "good"));

        assertThat(found.missing().get("slow")).contains("in time");
        assertThat(found.missing().get("broken")).contains("broken pipe");
        assertThat(found.texts()).extracting(BundleText::name).containsExactly("good");
    }

    @Test
    void aFullBundleLeavesOutWhatComesLater() {
        var limits = new Gathering.Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), 10);

        var found = gathered(
                limits,
                BundleSource.of("a", "", () -> "12345678"),
                BundleSource.of("b", "", () -> "123"),
                BundleSource.of("c", "", () -> "12"));

        assertThat(found.texts()).extracting(BundleText::name).containsExactly("a", "c");
        assertThat(found.missing()).containsOnlyKeys("b");
    }

    @Test
    void longLogsAreReadFromTheirEnd() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(folder.resolve("logs/slipway.log"), "line\n".repeat(1_400_000) + "the last line\n");
        Files.writeString(folder.resolve("logs/slipway.log.10"), "not one of ours\n");

        var texts = packed(offline(), Set.of(), Set.of());

        assertThat(texts.get("logs/slipway.log")).startsWith("(the first ").endsWith("the last line\n");
        assertThat(texts.get("logs/slipway.log").length()).isLessThan(7 << 20);
        assertThat(texts).doesNotContainKey("logs/slipway.log.10");
    }

    @Test
    void theTreeShowsSizesOfWhatWouldBePacked() throws IOException {
        var gathered = gathered(Gathering.Limits.USUAL, BundleSource.of("a.txt", "text", () -> "xy berlin"));
        var bundle = bundle(gathered, new HostMask(List.of(new HostMask.Names("berlin", "10.0.0.1", "pve"))));

        var texts = packed(bundle, Set.of(), Set.of());

        assertThat(bundle.entries())
                .containsExactly(
                        new BundleEntry(
                                "host-names", bundle.entries().getFirst().what(), false, 0),
                        new BundleEntry(
                                "a.txt", "text", true, texts.get("a.txt").length()));
    }

    @Test
    void threadsAreListedWithTheirStacks() throws IOException {
        assertThat(ThreadDump.text()).contains("threadsAreListedWithTheirStacks");
    }
}
