package io.slipway.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.artifact.folder.FolderStore;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Sha256;
import io.slipway.server.store.SqliteDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that changes the store is killed before and after every change of a file, and amid one; then another starts. */
class ArtifactCrashTest {
    private static final Caller OPERATOR = Caller.localOperator();
    private static final ArtifactScope OLD = new ArtifactScope("old", "windows", "stable");
    private static final int MOST_EDGES = 20;

    @TempDir
    Path folder;

    /** Longer than what the store reads at once. */
    static byte[] content(String word) {
        return word.repeat(100_000).getBytes(StandardCharsets.US_ASCII);
    }

    private static Artifacts open(Path data, SqliteDatabase database, InstantSource clock) {
        return Artifacts.open(database, new FolderStore(data.resolve("artifacts")), Ids.system(), clock);
    }

    private static InstantSource later(InstantSource clock, Duration time) {
        return () -> clock.instant().plus(time);
    }

    private static void receive(Artifacts artifacts, byte[] file) {
        artifacts.receive(
                OPERATOR, new ByteArrayInputStream(file), OptionalLong.of(file.length), Optional.of(Sha256.hex(file)));
    }

    private static void release(Artifacts artifacts, ArtifactScope scope, byte[] file) {
        var unused = artifacts.release(
                OPERATOR, new ReleaseOrder(scope, "1", "old.bin", Sha256.hex(file), file.length, ReleaseStatus.ACTIVE));
    }

    /** A store with a released file, and with files of somebody else's beside ours. */
    private static void prepare(Path data) throws IOException {
        try (var database = SqliteDatabase.open(data)) {
            var artifacts = open(data, database, InstantSource.system());
            receive(artifacts, content("old"));
            release(artifacts, OLD, content("old"));
        }
        for (var foreign : List.of("incoming/foreign.part", "objects/foreign", "objects/notes.txt", "readme")) {
            Files.writeString(data.resolve("artifacts").resolve(foreign), foreign);
        }
    }

    private static boolean killed(Path data, String change, int edge) throws IOException, InterruptedException {
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ArtifactCrashChild.class.getName(),
                        data.toString(),
                        change,
                        Integer.toString(edge))
                .redirectErrorStream(true)
                .start();
        var output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).as(output).isIn(0, HaltingStore.HALTED);
        return child.exitValue() == HaltingStore.HALTED;
    }

    private static TreeSet<String> files(Path data) throws IOException {
        var root = data.resolve("artifacts");
        try (var all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String place(String word) {
        var digest = Sha256.hex(content(word));
        return "objects/" + digest.substring(0, 2) + "/" + digest;
    }

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(strings = {"receive", "remove"})
    @Tag("F143")
    void aKillAtAnyEdgeLeavesWholeFilesWithRowsAndTheNextStartTakesOnlyItsOwnAway(String change) throws Exception {
        int edge = 0;
        for (boolean killed = true; killed; edge++) {
            assertThat(edge).isLessThan(MOST_EDGES);
            var data = Files.createDirectory(folder.resolve("edge-" + edge));
            prepare(data);

            killed = killed(data, change, edge);

            var when = change + " killed at edge " + edge;
            try (var database = SqliteDatabase.open(data)) {
                var artifacts = open(data, database, InstantSource.system());
                var rows = database.read(handle -> handle.createQuery("select digest from artifact_object")
                        .mapTo(String.class)
                        .list());
                var expected = new TreeSet<>(
                        List.of("incoming/foreign.part", "objects/foreign", "objects/notes.txt", "readme"));
                rows.forEach(digest -> expected.add("objects/" + digest.substring(0, 2) + "/" + digest));
                assertThat(files(data)).as(when).isEqualTo(expected);
                assertThat(database.read(ObjectsSql::uploads)).as(when).isEmpty();
                for (var release : artifacts.list(OPERATOR.tenant(), Optional.empty())) {
                    assertThat(artifacts.available(release)).as(when).isTrue();
                    assertThat(data.resolve("artifacts").resolve(place("old")))
                            .as(when)
                            .hasBinaryContent(content("old"));
                }
                if (change.equals("receive")) {
                    receive(artifacts, content("new"));
                    assertThat(data.resolve("artifacts").resolve(place("new")))
                            .as(when)
                            .hasBinaryContent(content("new"));
                }
            }
        }
        assertThat(edge).as("edges of %s", change).isGreaterThan(change.equals("receive") ? 6 : 2);
    }

    @Test
    @Tag("F143")
    void aFileThatNobodyReleasedForADayIsTakenAwayByTheNextStartAndAReleasedOneStays() throws Exception {
        prepare(folder);
        var now = InstantSource.system();
        try (var database = SqliteDatabase.open(folder)) {
            receive(open(folder, database, now), content("new"));
            var soon = open(folder, database, later(now, Duration.ofHours(23)));
            assertThat(files(folder)).contains(place("new"), place("old"));
            assertThat(soon.list(OPERATOR.tenant(), Optional.empty())).hasSize(1);

            var late = open(folder, database, later(now, Duration.ofHours(25)));

            assertThat(late.list(OPERATOR.tenant(), Optional.empty())).hasSize(1);
            assertThat(files(folder))
                    .contains(place("old"), "incoming/foreign.part")
                    .doesNotContain(place("new"));
        }
    }
}
