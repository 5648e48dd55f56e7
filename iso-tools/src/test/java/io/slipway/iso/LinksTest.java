package io.slipway.iso;

import static io.slipway.iso.TestImages.bytes;
import static io.slipway.iso.TestImages.data;
import static io.slipway.iso.TestImages.linted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.iso.read.IsoEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {

    static String long1() {
        return "a".repeat(300) + "/" + "b".repeat(250) + "/c";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "target",
                "../up/./and/down",
                "/absolute",
                "/",
                "..",
                ".",
                "x/x/x",
                "sp ace/ü/日本",
                "LONG",
                "SHORT_PARTS",
                "DOTS",
                "MAX"
            })
    void targetComesBackAsGiven(String shape) throws Exception {
        String target =
                switch (shape) {
                    case "LONG" -> long1();
                    case "SHORT_PARTS" -> "/" + "x/".repeat(300) + "y";
                    case "DOTS" -> "../".repeat(200) + "z";
                    case "MAX" -> "m".repeat(1023);
                    default -> shape;
                };

        try (var reader = linted(bytes(data().symlink("a/link", target).plan()))) {
            var link = reader.lookUp(View.ROCK_RIDGE, "a/link").orElseThrow();
            assertThat(link.kind()).isEqualTo(IsoEntry.Kind.LINK);
            assertThat(link.linkTarget()).isEqualTo(target);
            assertThat(reader.lookUp(View.JOLIET, "a/link")).isEmpty();
        }
    }

    @Test
    void everyTargetLengthSurvivesTheSplitIntoEntries() throws Exception {
        for (int length = 200; length < 560; length++) {
            String target = "ab/".repeat(200).substring(0, length - 1) + "z";
            var image = data().symlink("n".repeat(length % 90 + 1), target).plan();

            try (var reader = linted(bytes(image))) {
                assertThat(reader.entries(View.ROCK_RIDGE).getFirst().linkTarget())
                        .isEqualTo(target);
            }
        }
    }

    @Test
    void targetsThatReadersCannotShowAreRefusedOrReported() throws Exception {
        assertThatThrownBy(() -> data().symlink("l", "")).isInstanceOf(IsoException.class);
        assertThatThrownBy(() -> data().symlink("l", "x".repeat(1024))).hasMessageContaining("1023");
        assertThatThrownBy(() -> TestImages.bridge().symlink("l", "x").plan()).hasMessageContaining("UDF");
        assertThat(data().symlink("l", "a//b").plan().report())
                .anyMatch(
                        d -> d.kind() == Deviation.Kind.ADJUSTED && d.written().endsWith("a/b"));
        assertThat(data().symlink("l", "a").plan().report()).singleElement().satisfies(d -> assertThat(d.kind())
                .isEqualTo(Deviation.Kind.OMITTED));
    }

    @Test
    void manyLongNamesAndTargetsShareContinuationBlocksWithoutCrossingThem() throws Exception {
        var builder = data();
        for (int i = 0; i < 60; i++) {
            builder.symlink("n".repeat(60 + i % 43) + i, "t".repeat(17 * i + 1));
        }

        try (var reader = linted(bytes(builder.plan()))) {
            for (int i = 0; i < 60; i++) {
                var link = reader.lookUp(View.ROCK_RIDGE, "n".repeat(60 + i % 43) + i)
                        .orElseThrow();
                assertThat(link.linkTarget()).hasSize(17 * i + 1);
            }
        }
    }
}
