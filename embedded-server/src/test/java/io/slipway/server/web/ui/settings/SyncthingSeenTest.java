package io.slipway.server.web.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Json;
import io.slipway.server.syncthing.FakeSyncthing;
import io.slipway.server.text.Languages;
import io.slipway.server.text.Line;
import io.slipway.server.vault.VaultState;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.PageFrame;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a Syncthing may answer, and what may stand in it that others chose. */
class SyncthingSeenTest {
    private static final int ROUNDS = 3_000;
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "photos",
            FakeSyncthing.OWN,
            FakeSyncthing.KNOWN,
            FakeSyncthing.ASKING,
            "<script>alert(1)</script>",
            "gpj.\u202Eexe",
            "two\nlines",
            "\uD83D",
            "x".repeat(5_000),
            "{0} ' {");

    private final SplittableRandom random = new SplittableRandom(4711);

    private static PageFrame frame() {
        var look = new Look(Languages.ENGLISH, true, Look.Theme.LIGHT);
        var counts = new PageFrame.Counts(0, 0, 0, 0, VaultState.UNLOCKED);
        var now = Instant.parse("2026-11-21T10:00:00Z");
        return new PageFrame(look, "", PageFrame.Place.SETTINGS, "", "", Optional.empty(), counts, now);
    }

    @Test
    @Tag("F126")
    void whateverItAnswersIsShortLinesOfBoundedNumber() {
        int listed = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var seen = SyncthingSeen.of(frame(), answer());
            assertThat(List.of(
                            seen.devices().shown().size(),
                            seen.folders().shown().size(),
                            seen.asking().shown().size(),
                            seen.offers().shown().size()))
                    .allMatch(size -> size <= 100);
            assertThat(texts(seen))
                    .allMatch(Line::isPlain)
                    .allMatch(text -> text.codePointCount(0, text.length()) <= 100);
            assertThat(seen.since()).isNotEmpty();
            assertThat(seen.folders().shown())
                    .allMatch(folder -> !seen.shared(folder).isEmpty());
            listed += seen.devices().count() + seen.folders().count() + seen.asks();
        }
        assertThat(listed).as("not all of it was nonsense").isGreaterThan(ROUNDS);
    }

    private static Stream<String> texts(SyncthingSeen seen) {
        return Stream.of(
                        Stream.of(seen.version(), seen.own()),
                        seen.devices().shown().stream().flatMap(one -> Stream.of(one.id(), one.name())),
                        seen.folders().shown().stream()
                                .flatMap(one -> Stream.concat(Stream.of(one.id(), one.name()), one.with().stream())),
                        seen.asking().shown().stream().flatMap(one -> Stream.of(one.id(), one.name(), one.address())),
                        seen.offers().shown().stream()
                                .flatMap(one -> Stream.of(one.folder(), one.device(), one.name())))
                .flatMap(all -> all);
    }

    private ObjectNode answer() {
        var answer = Json.object();
        put(answer, "status", Json.object(), "device_id", "version", "uptime_seconds");
        list(answer, "devices", "devices", "device_id", "name", "connected", "paused");
        list(answer, "folders", "folders", "folder_id", "label", "paused", "devices");
        var pending = Json.object();
        pending.set("devices", entries("device_id", "name", "address"));
        pending.set("folders", entries("folder_id", "device_id"));
        answer.set("pending", random.nextInt(9) == 0 ? value() : pending);
        return answer;
    }

    private void list(ObjectNode answer, String part, String name, String... fields) {
        var inner = Json.object();
        inner.set(name, entries(fields));
        answer.set(part, random.nextInt(9) == 0 ? value() : inner);
    }

    private JsonNode entries(String... fields) {
        if (random.nextInt(9) == 0) {
            return value();
        }
        var list = Json.object().putArray("list");
        int many = random.nextInt(20) == 0 ? 150 : random.nextInt(4);
        for (int i = 0; i < many; i++) {
            var entry = Json.object();
            for (var field : fields) {
                if (random.nextInt(6) != 0) {
                    entry.set(field, value());
                }
            }
            list.add(entry);
        }
        return list;
    }

    private void put(ObjectNode answer, String name, ObjectNode inner, String... fields) {
        for (var field : fields) {
            inner.set(field, value());
        }
        answer.set(name, inner);
    }

    private JsonNode value() {
        var holder = Json.object();
        switch (random.nextInt(8)) {
            case 0 -> holder.put("v", random.nextLong());
            case 1 -> holder.put("v", random.nextDouble());
            case 2 -> holder.put("v", random.nextBoolean());
            case 3 -> holder.putNull("v");
            case 4 -> holder.putArray("v").add(TEXTS.get(random.nextInt(TEXTS.size())));
            case 5 -> holder.putObject("v").put("name", "inner");
            default -> holder.put("v", TEXTS.get(random.nextInt(TEXTS.size())));
        }
        return holder.get("v");
    }
}
