package io.slipway.iso;

import static io.slipway.iso.TestImages.bytes;
import static io.slipway.iso.TestImages.linted;
import static io.slipway.iso.TestImages.noise;
import static io.slipway.iso.TestImages.seeded;
import static io.slipway.iso.TestImages.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomTreeTest {
    private static final String[] ALPHABET = {
        "a", "B", "7", "_", "-", ".", " ", "ä", "ß", "日", "本", "😀", "~", "+", "#", "ñ", "Z", "q", "0", "(", "]", "'"
    };

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void randomTreesComeBackExactlyInEveryView(int batch) throws Exception {
        for (int round = 0; round < 25; round++) {
            var random = seeded(1000L * batch + round);
            boolean udf = random.nextBoolean();
            var builder = udf ? TestImages.bridge() : TestImages.data();
            var expected = fill(builder.names(NamePolicy.MANGLE), random, !udf);

            var image = builder.plan();

            try (var reader = linted(bytes(image))) {
                assertThat(TestImages.contents(reader, View.ROCK_RIDGE)).isEqualTo(expected);
                if (udf) {
                    assertSameButForReported(expected, TestImages.contents(reader, View.UDF), image, View.UDF);
                }
                Map<String, String> joliet = new TreeMap<>(expected);
                joliet.values().removeIf(what -> what.startsWith("l "));
                assertSameButForReported(joliet, TestImages.contents(reader, View.JOLIET), image, View.JOLIET);
                joliet.putAll(links(expected));
                assertThat(reader.entries(View.ISO)).hasSize(expected.size());
            }
        }
    }

    private static Map<String, String> links(Map<String, String> all) {
        Map<String, String> links = new TreeMap<>(all);
        links.values().removeIf(what -> !what.startsWith("l "));
        return links;
    }

    /** Every difference in names is in the report; contents are the same in number and kind. */
    private static void assertSameButForReported(
            Map<String, String> expected, Map<String, String> found, IsoImage image, View view) {
        assertThat(found.values()).containsExactlyInAnyOrderElementsOf(expected.values());
        Set<String> renamed = image.report().stream()
                .filter(d -> d.view() == view && d.kind() == Deviation.Kind.RENAMED)
                .map(Deviation::path)
                .collect(java.util.stream.Collectors.toSet());
        for (String path : expected.keySet()) {
            boolean reported = renamed.stream().anyMatch(r -> path.equals(r) || path.startsWith(r + "/"));
            assertThat(reported || found.containsKey(path)).as(path).isTrue();
        }
    }

    private static Map<String, String> fill(IsoBuilder builder, RandomGenerator random, boolean links) {
        Map<String, String> expected = new TreeMap<>();
        List<String> folders = new ArrayList<>(List.of(""));
        int count = random.nextInt(1, 60);
        for (int i = 0; i < count; i++) {
            String path = folders.get(random.nextInt(folders.size())) + name(random);
            if (expected.containsKey(path) || path.startsWith("rr_moved")) {
                continue;
            }
            int kind = random.nextInt(10);
            if (kind < 2) {
                builder.directory(path);
                expected.put(path, "d");
                folders.add(path + "/");
            } else if (kind == 2 && links) {
                String target = name(random) + "/" + name(random);
                builder.symlink(path, target);
                expected.put(path, "l " + target);
            } else {
                byte[] content = noise(random.nextInt(4) == 0 ? 0 : random.nextInt(9000), i);
                builder.file(path, content);
                expected.put(path, sha256(content));
            }
        }
        return expected;
    }

    private static String name(RandomGenerator random) {
        var name = new StringBuilder();
        int length = random.nextInt(10) == 0 ? random.nextInt(1, 60) : random.nextInt(1, 12);
        for (int i = 0; i < length; i++) {
            name.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        String text = name.toString();
        return text.matches("\\.+") ? "dots" : text;
    }
}
