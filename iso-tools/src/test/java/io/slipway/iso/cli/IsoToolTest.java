package io.slipway.iso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.iso.read.IsoReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsoToolTest {
    @TempDir
    Path temp;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String folder = "";
    private String image = "";

    @BeforeEach
    void createFolder() throws Exception {
        var path = Files.createDirectory(temp.resolve("folder"));
        Files.writeString(path.resolve("autounattend.xml"), "<unattend/>");
        folder = path.toString();
        image = temp.resolve("out.iso").toString();
    }

    private int run(Map<String, String> environment, String... arguments) {
        out.reset();
        err.reset();
        return new IsoTool(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment)
                .run(arguments);
    }

    private int run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void buildsListsAndVerifiesAFolder() {
        assertThat(run("build", folder, "-o", image, "--profile", "windows-config", "--volume-id=PROV"))
                .isEqualTo(IsoTool.OK);
        assertThat(run("list", image)).isEqualTo(IsoTool.OK);
        assertThat(out()).contains("volume id PROV").contains("11  /autounattend.xml");
        assertThat(run("list", image, "--view", "iso")).isEqualTo(IsoTool.OK);
        assertThat(out()).contains("/AUTOUNATTEND.XML");
        assertThat(run("verify", image, folder)).isEqualTo(IsoTool.OK);
        assertThat(out()).contains("good: 1 files");
    }

    @Test
    void timestampComesFromTheOptionThenTheEnvironmentThenAConstant() throws Exception {
        run(Map.of("SOURCE_DATE_EPOCH", "5"), "build", folder, "-o", image, "--timestamp", "86400");
        assertThat(created()).isEqualTo("19700102000000");
        run(Map.of("SOURCE_DATE_EPOCH", "5"), "build", folder, "-o", image);
        assertThat(created()).isEqualTo("19700101000005");
        run("build", folder, "-o", image);
        assertThat(created()).isEqualTo("19800101000000");
    }

    private String created() throws Exception {
        return new String(Files.readAllBytes(Path.of(image)), 16 * 2048 + 813, 14, StandardCharsets.US_ASCII);
    }

    @Test
    void differenceFromTheFolderIsShownAndFails() throws Exception {
        run("build", folder, "-o", image);
        Files.writeString(Path.of(folder, "autounattend.xml"), "<unattenD/>");

        assertThat(run("verify", image, folder)).isEqualTo(IsoTool.REFUSED);
        assertThat(out()).contains("autounattend.xml has other contents");
    }

    @Test
    void refusedImageLeavesNoFileAndOneClearLine() throws Exception {
        Files.writeString(Path.of(folder, "a:b"), "x");

        assertThat(run("build", folder, "-o", image)).isEqualTo(IsoTool.REFUSED);
        assertThat(err()).startsWith("error: JOLIET cannot show 'a:b'").hasLineCount(1);
        assertThat(Path.of(image)).doesNotExist();
        assertThat(run("build", folder, "-o", image, "--mangle")).isEqualTo(IsoTool.OK);
        assertThat(out()).contains("JOLIET: a:b is written as a_b");
    }

    @Test
    void badCommandLinesSayWhatIsWrong() {
        assertThat(run()).isEqualTo(IsoTool.USAGE);
        assertThat(run("burn")).isEqualTo(IsoTool.USAGE);
        assertThat(run("build", folder)).isEqualTo(IsoTool.USAGE);
        assertThat(err()).contains("-o IMAGE is missing");
        assertThat(run("build", folder, "-o", image, "--profile", "floppy")).isEqualTo(IsoTool.USAGE);
        assertThat(run("build", folder, "-o", image, "--timestamp", "noon")).isEqualTo(IsoTool.USAGE);
        assertThat(run("build", folder, "-o", image, "--wrong")).isEqualTo(IsoTool.USAGE);
        assertThat(run("list", image, "--view", "sideways")).isEqualTo(IsoTool.FAILED);
        assertThat(run("help")).isEqualTo(IsoTool.OK);
    }

    @Test
    void missingOrForeignFilesGiveOneLine() throws Exception {
        assertThat(run("list", image)).isEqualTo(IsoTool.FAILED);
        assertThat(err()).hasLineCount(1);
        Files.write(Path.of(image), new byte[100_000]);
        assertThat(run("verify", image)).isEqualTo(IsoTool.REFUSED);
        assertThat(err()).contains("not an ISO image");
        assertThat(run("build", temp.resolve("absent").toString(), "-o", image)).isEqualTo(IsoTool.REFUSED);
    }

    @Test
    void bootImagesAreTakenFromTheFolder() throws Exception {
        Files.write(Path.of(folder, "boot.bin"), new byte[4096]);

        assertThat(run("build", folder, "-o", image, "--bios", "boot.bin", "--bios-sectors", "8"))
                .isEqualTo(IsoTool.OK);
        try (var reader = IsoReader.open(Path.of(image))) {
            assertThat(reader.bootEntries()).singleElement().satisfies(e -> assertThat(e.sectors())
                    .isEqualTo(8));
        }
        assertThat(run("build", folder, "-o", image, "--bios-sectors", "8")).isEqualTo(IsoTool.USAGE);
    }
}
