package io.slipway.iso;

import static io.slipway.iso.TestImages.noise;
import static io.slipway.iso.TestImages.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.iso.read.BootEntry;
import io.slipway.iso.read.IsoReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that other programs made are copied, and other programs read the copies. Each is used where it is installed. */
class RemasterForeignTest {
    private static final String BOOT = "-b isolinux/isolinux.bin -c isolinux/boot.cat -no-emul-boot -boot-load-size 4"
            + " -boot-info-table -eltorito-alt-boot -e boot/efi.img -no-emul-boot";

    @TempDir
    Path temp;

    private Path folder = Path.of("");

    @BeforeEach
    void fill() throws IOException {
        folder = Files.createDirectory(temp.resolve("folder"));
        file("isolinux/isolinux.bin", noise(24_576, 1));
        file("boot/efi.img", TestImages.fat(8_192));
        file("boot/grub/grub.cfg", text("set timeout=5\n"));
        file("d/".repeat(10) + "deep.txt", text("deep"));
        file("large.squashfs", noise(3_000_000, 2));
        file("empty", new byte[0]);
        Files.createLink(folder.resolve("same.squashfs"), folder.resolve("large.squashfs"));
    }

    private void file(String path, byte[] content) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
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

    private String run(List<String> command) throws Exception {
        var log = temp.resolve("log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC"));
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command.toString()).isTrue();
        String output = Files.readString(log, StandardCharsets.ISO_8859_1);
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private Path made(String program, String... options) throws Exception {
        requireTool(program);
        var image = temp.resolve("source.iso");
        List<String> command = new ArrayList<>(List.of(program));
        if (program.equals("xorriso")) {
            command.addAll(List.of("-as", "mkisofs"));
        }
        command.addAll(List.of(options));
        command.addAll(List.of(BOOT.split(" ", -1)));
        command.addAll(List.of("-quiet", "-V", "SOURCE", "-o", image.toString(), folder.toString()));
        run(command);
        return image;
    }

    private Path copied(Path source) throws IOException {
        var copy = temp.resolve("copy.iso");
        try (var reader = IsoReader.open(source)) {
            var image = IsoImage.remaster(reader)
                    .keepBoot()
                    .add("auto/answer.xml", text("<unattend/>"))
                    .replace("boot/grub/grub.cfg", text("set timeout=0\n"))
                    .plan();
            assertThat(image.lint()).isEmpty();
            image.writeTo(copy);
        }
        return copy;
    }

    /** What the copy should hold; the boot files are looked at by name only, their tables and blocks differ. */
    private Map<String, String> expected() throws IOException {
        file("auto/answer.xml", text("<unattend/>"));
        file("boot/grub/grub.cfg", text("set timeout=0\n"));
        return listed(folder);
    }

    private static Map<String, String> listed(Path root) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (var walk = Files.walk(root)) {
            for (var file : walk.skip(1).toList()) {
                String path = root.relativize(file).toString();
                if (!path.equals("isolinux/boot.cat") && !path.equals("isolinux/isolinux.bin")) {
                    all.put(path, Files.isDirectory(file) ? "d" : TestImages.sha256(Files.readAllBytes(file)));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"genisoimage -J -R", "genisoimage -J -R -udf", "xorriso -J -R", "genisoimage -R"})
    void copiesOfForeignImagesHaveTheirFilesAndStart(String program) throws Exception {
        String[] words = program.split(" ", 2);
        var source = made(words[0], words[1].split(" ", -1));
        var copy = copied(source);

        try (var before = IsoReader.open(source);
                var after = IsoReader.open(copy)) {
            assertThat(after.views()).isEqualTo(before.views());
            assertThat(after.volumeId()).isEqualTo("SOURCE");
            assertThat(after.created()).isEqualTo(before.created());
            assertThat(after.bootEntries()).extracting(BootEntry::platform).containsExactly(0, BootEntry.UEFI);
            assertThat(after.find("large.squashfs").source())
                    .isEqualTo(after.find("same.squashfs").source());
            assertThat(after.lookUp(View.ROCK_RIDGE, "isolinux/boot.cat")
                            .orElseThrow()
                            .bytes(2048)[0])
                    .isEqualTo((byte) 1);
            Map<String, String> found = TestImages.contents(after, View.ROCK_RIDGE);
            found.keySet().removeAll(List.of("isolinux/boot.cat", "isolinux/isolinux.bin"));
            assertThat(found).isEqualTo(expected());
        }
        assertThat(Files.size(copy)).as("shared data is not doubled").isLessThan(Files.size(source) + 600_000);
    }

    @Test
    void xorrisoFindsTheCopysFilesAndBootImages() throws Exception {
        requireTool("xorriso");
        var copy = copied(made("genisoimage", "-J", "-R"));
        var target = temp.resolve("out");

        run(List.of(
                "xorriso",
                "-osirrox",
                "on:auto_chmod_on",
                "-indev",
                "stdio:" + copy,
                "-extract",
                "/",
                target.toString()));
        String boots = run(List.of("xorriso", "-indev", "stdio:" + copy, "-report_el_torito", "plain"));

        assertThat(listed(target)).isEqualTo(expected());
        assertThat(boots).contains("boot-info-table").contains("UEFI").contains("/isolinux/isolinux.bin");
    }

    @Test
    void sevenZipReadsTheUdfOfACopyOfAMicrosoftDisc() throws Exception {
        requireTool("7z");
        var source = Files.write(temp.resolve("ms.iso"), MicrosoftDisc.image());
        var copy = temp.resolve("copy.iso");
        try (var reader = IsoReader.open(source)) {
            IsoImage.remaster(reader)
                    .keepBoot()
                    .add("autounattend.xml", text("<unattend/>"))
                    .plan()
                    .writeTo(copy);
        }

        run(List.of("7z", "x", "-y", "-tudf", "-o" + temp.resolve("old"), source.toString()));
        for (String view : new String[] {"-tudf", "-tiso"}) {
            run(List.of("7z", "x", "-y", view, "-o" + temp.resolve("new" + view), copy.toString()));
            Map<String, String> expected = listed(temp.resolve("old"));
            expected.put("autounattend.xml", TestImages.sha256(text("<unattend/>")));
            Map<String, String> found = listed(temp.resolve("new" + view));
            found.keySet().removeIf(path -> path.startsWith("[BOOT]"));
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void bsdtarReadsACopyOfAnImageOfXorriso() throws Exception {
        requireTool("bsdtar");
        var copy = copied(made("xorriso", "-J", "-R"));
        var target = Files.createDirectory(temp.resolve("out"));

        run(List.of("bsdtar", "-x", "-f", copy.toString(), "-C", target.toString(), "--no-same-permissions"));

        assertThat(listed(target)).isEqualTo(expected());
    }
}
