package io.slipway.iso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.iso.read.IsoReader;
import io.slipway.iso.read.Verification;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Other people's readers must find what we wrote. Each is used where it is installed. */
class ForeignReadersTest {
    @TempDir
    Path temp;

    private Path folder = Path.of("");

    enum Shape {
        CONFIG,
        TREE,
        MANY,
        BRIDGE
    }

    @BeforeEach
    void createFolder() throws IOException {
        folder = Files.createDirectory(temp.resolve("folder"));
    }

    private void file(String path, byte[] content) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private Path image(Shape shape) throws IOException {
        file("autounattend.xml", TestImages.noise(40_000, 1));
        file("provision.json", TestImages.noise(1_440, 2));
        file("START.ps1", TestImages.noise(20_000, 3));
        var profile = shape == Shape.BRIDGE ? Profile.custom("B", java.util.Set.of(View.values())) : Profile.DATA;
        switch (shape) {
            case CONFIG -> profile = Profile.WINDOWS_CONFIG;
            case MANY -> {
                for (int i = 0; i < 300; i++) {
                    file("many/some-file-with-a-long-common-name-" + i + ".dat", TestImages.noise(i % 97, i));
                }
            }
            case TREE, BRIDGE -> {
                file("d/".repeat(12) + "deep.txt", TestImages.text("deep"));
                // UDF 1.02 has no characters beyond the first plane.
                String folderName = shape == Shape.TREE ? "Ünïcode 😀" : "Ünïcode";
                file(folderName + "/日本語.txt", TestImages.text("unicode"));
                file("n".repeat(98) + ".txt", TestImages.text("long"));
                file("empty", new byte[0]);
                Files.createDirectory(folder.resolve("nothing"));
            }
        }
        if (shape == Shape.TREE) {
            Files.createSymbolicLink(folder.resolve("link"), Path.of("../START.ps1"));
        }
        var out = temp.resolve(shape + ".iso");
        IsoImage.builder()
                .volumeId("PROVISION")
                .profile(profile)
                .timestamp(TestImages.TIME)
                .tree(folder)
                .plan()
                .writeTo(out);
        return out;
    }

    private record Result(int exit, String output) {}

    private Result run(String... command) throws Exception {
        var log = temp.resolve("log-" + command[0]);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC"));
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as(String.join(" ", command))
                .isTrue();
        return new Result(process.exitValue(), Files.readString(log, StandardCharsets.ISO_8859_1));
    }

    private static void requireTool(String tool) {
        boolean found = false;
        for (String directory : System.getenv("PATH").split(java.io.File.pathSeparator, -1)) {
            found |= Files.isExecutable(Path.of(directory, tool));
        }
        if (!found) {
            System.out.println("SKIPPED: " + tool + " is not installed, its half of the check did not run");
        }
        assumeTrue(found, tool + " is not installed");
    }

    private static Map<String, String> listed(Path root, boolean links) throws IOException {
        Map<String, String> all = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        try (var walk = Files.walk(root)) {
            walk.skip(1).forEach(files::add);
        }
        for (var file : files) {
            String path = root.relativize(file).toString();
            if (Files.isSymbolicLink(file)) {
                if (links) {
                    all.put(path, "l " + Files.readSymbolicLink(file));
                }
            } else {
                all.put(path, Files.isDirectory(file) ? "d" : TestImages.sha256(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void ownReaderFindsTheFolderInEveryView(Shape shape) throws Exception {
        try (var reader = IsoReader.open(image(shape))) {
            var result = Verification.of(reader, folder);

            assertThat(result.findings()).isEmpty();
            assertThat(result.sha256()).containsKey("/provision.json");
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    @Tag("F078")
    void xorrisoExtractsTheSameTreeFromRockRidgeAndJoliet(Shape shape) throws Exception {
        requireTool("xorriso");
        var image = image(shape);

        for (String mode : new String[] {"nojoliet", "norock"}) {
            var target = temp.resolve(mode);
            var result = run(
                    "xorriso",
                    "-read_fs",
                    mode,
                    "-osirrox",
                    "on:auto_chmod_on",
                    "-indev",
                    "stdio:" + image,
                    "-extract",
                    "/",
                    target.toString());
            assertThat(result.exit).as(result.output).isZero();
            assertThat(listed(target, mode.equals("nojoliet"))).isEqualTo(listed(folder, mode.equals("nojoliet")));
        }
        assertThat(run("xorriso", "-indev", "stdio:" + image, "-pvd_info").output)
                .containsPattern("Volume [Ii]d *: *'?PROVISION");
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void bsdtarExtractsTheSameTreeFromRockRidgeAndJoliet(Shape shape) throws Exception {
        requireTool("bsdtar");
        var image = image(shape);

        for (String option : new String[] {"iso9660:!joliet", "iso9660:!rockridge"}) {
            var target = Files.createDirectory(temp.resolve(option.replaceAll("\\W", "_")));
            var result = run(
                    "bsdtar",
                    "-x",
                    "-f",
                    image.toString(),
                    "--options",
                    option,
                    "-C",
                    target.toString(),
                    "--no-same-permissions");
            assertThat(result.exit).as(result.output).isZero();
            boolean links = option.contains("joliet");
            assertThat(listed(target, links)).isEqualTo(listed(folder, links));
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void sevenZipExtractsTheSameTree(Shape shape) throws Exception {
        requireTool("7z");
        var image = image(shape);

        for (String type : shape == Shape.BRIDGE ? new String[] {"-tiso", "-tudf"} : new String[] {"-tiso"}) {
            var target = temp.resolve("7z" + type);
            var result = run("7z", "x", "-y", type, "-o" + target, image.toString());
            assertThat(result.exit).as(result.output).isZero();
            assertThat(listed(target, false)).isEqualTo(listed(folder, false));
        }
    }

    @Test
    @Tag("F078")
    void isoinfoListsExactNamesAndLabel() throws Exception {
        requireTool("isoinfo");
        var image = image(Shape.CONFIG).toString();

        String rockRidge = run("isoinfo", "-R", "-f", "-i", image).output;
        String joliet = run("isoinfo", "-J", "-f", "-i", image).output;
        String label = run("isoinfo", "-d", "-i", image).output;

        for (String listing : new String[] {rockRidge, joliet}) {
            assertThat(listing.lines()).contains("/autounattend.xml", "/provision.json", "/START.ps1");
        }
        assertThat(label).containsPattern(Pattern.compile("^Volume id: PROVISION$", Pattern.MULTILINE));
    }

    @Test
    void verificationSeesEveryKindOfDifference() throws Exception {
        var image = image(Shape.TREE);
        file("provision.json", TestImages.noise(1_440, 99));
        file("added", new byte[1]);
        Files.delete(folder.resolve("empty"));
        file("START.ps1", new byte[3]);

        try (var reader = IsoReader.open(image)) {
            assertThat(Verification.of(reader, folder).findings())
                    .filteredOn(f -> f.rule().equals("compare.ROCK_RIDGE"))
                    .extracting(f -> f.message().substring(0, f.message().indexOf(' ')))
                    .containsExactlyInAnyOrder("provision.json", "added", "empty", "START.ps1");
        }
    }

    @Test
    void readersInputStreamEndsAtTheFilesEnd() throws Exception {
        try (var reader = IsoReader.open(image(Shape.CONFIG));
                InputStream in = reader.find("START.ps1").open()) {
            assertThat(in.readAllBytes()).isEqualTo(TestImages.noise(20_000, 3));
            assertThat(in.read()).isEqualTo(-1);
        }
    }
}
