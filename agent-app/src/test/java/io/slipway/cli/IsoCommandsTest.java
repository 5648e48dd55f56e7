package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsoCommandsTest {
    @TempDir
    Path home;

    private CommandRun cli;
    private Path folder;
    private String image;

    @BeforeEach
    void open() throws IOException {
        cli = new CommandRun(home);
        folder = Files.createDirectories(home.resolve("content"));
        Files.createDirectories(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/Answer File.txt"), "hello");
        Files.writeString(folder.resolve("user-data"), "#cloud-config\n");
        image = home.resolve("out.iso").toString();
    }

    @Test
    void aFolderBecomesAnImageThatListsAndVerifies() {
        var built = cli.run("iso", "build", folder.toString(), "-o", image, "--json")
                .done()
                .json();
        assertThat(built.path("size_bytes").asLong())
                .isEqualTo(home.resolve("out.iso").toFile().length());
        assertThat(built.path("volume_id").asString()).isEqualTo("PROVISION");

        var listed = cli.run("iso", "list", image).done().out();
        assertThat(listed).contains("/sub/Answer File.txt").contains("5").contains("view rock_ridge");

        var verified = cli.run("iso", "verify", image, folder.toString()).done().out();
        assertThat(verified).contains("good: 2 files, 0 findings");
    }

    @Test
    void theSameFolderGivesTheSameBytes() throws IOException {
        var other = home.resolve("other.iso");
        cli.run("iso", "build", folder.toString(), "-o", image).done();
        cli.run("iso", "build", folder.toString(), "-o", other.toString()).done();

        assertThat(Files.mismatch(Path.of(image), other)).isEqualTo(-1);
    }

    @Test
    void anExistingImageIsReplacedOnlyOnRequest() throws IOException {
        Files.writeString(Path.of(image), "precious");

        cli.run("iso", "build", folder.toString(), "-o", image).refusedWith("FILE_EXISTS", 5);
        assertThat(Path.of(image)).hasContent("precious");

        cli.run("iso", "build", folder.toString(), "-o", image, "--force").done();
        assertThat(Files.size(Path.of(image))).isGreaterThan(40_000);
    }

    @Test
    void whatTheReaderWouldNotReadIsRefusedAndNothingIsWritten() {
        cli.run("iso", "build", folder.toString(), "-o", image, "--for", "nocloud")
                .refusedWith("INVALID_ISO", 3);

        assertThat(Path.of(image)).doesNotExist();
    }

    @Test
    void aMissingFolderIsNamed() {
        var outcome = cli.run("iso", "build", home.resolve("nothing").toString(), "-o", image);

        outcome.refusedWith("FILE_NOT_FOUND", 4);
        assertThat(outcome.err()).contains("nothing");
        assertThat(Path.of(image)).doesNotExist();
    }

    @Test
    void aChangedFileIsFoundByVerifyForPeopleAndPrograms() throws IOException {
        cli.run("iso", "build", folder.toString(), "-o", image).done();
        Files.writeString(folder.resolve("user-data"), "#cloud-c0nfig\n");

        var told = cli.run("iso", "verify", image, folder.toString()).refusedWith("INVALID_ISO", 3);
        assertThat(told.err()).contains("user-data");

        var json = cli.run("iso", "verify", image, folder.toString(), "--json");
        assertThat(json.exitCode()).isEqualTo(3);
        assertThat(json.json().path("passed").asBoolean()).isFalse();
        assertThat(json.json().path("findings").size()).isPositive();
    }

    @Test
    void aFileThatIsNoImageIsRefused() throws IOException {
        Files.writeString(Path.of(image), "x".repeat(100_000), StandardOpenOption.CREATE);

        cli.run("iso", "list", image).refusedWith("INVALID_ISO", 3);
        cli.run("iso", "verify", image).refusedWith("INVALID_ISO", 3);
    }

    @Test
    void anImageIsCopiedWithChanges() throws IOException {
        cli.run("iso", "build", folder.toString(), "-o", image, "--volume-id", "INSTALLER")
                .done();
        var answer = Files.writeString(home.resolve("autounattend.xml"), "<unattend/>");
        var copy = home.resolve("copy.iso").toString();

        var written = cli.run(
                        "iso",
                        "remaster",
                        image,
                        "-o",
                        copy,
                        "--add",
                        answer.toString(),
                        "--add",
                        "sources/x.xml=" + answer,
                        "--replace",
                        "user-data=" + answer,
                        "--remove",
                        "sub",
                        "--json")
                .done()
                .json();

        assertThat(written.path("volume_id").asString()).isEqualTo("INSTALLER");
        Files.copy(answer, folder.resolve("autounattend.xml"));
        Files.writeString(folder.resolve("user-data"), "<unattend/>");
        Files.delete(folder.resolve("sub/Answer File.txt"));
        Files.move(folder.resolve("sub"), folder.resolve("sources"));
        Files.copy(answer, folder.resolve("sources/x.xml"));
        assertThat(cli.run("iso", "verify", copy, folder.toString()).done().out())
                .contains("good: 3 files, 0 findings");
    }

    @Test
    void aRemasterThatCannotBeIsRefusedWithItsReasonAndLeavesNothing() {
        cli.run("iso", "build", folder.toString(), "-o", image).done();
        var copy = home.resolve("copy.iso");

        var absent = cli.run("iso", "remaster", image, "-o", copy.toString(), "--remove", "User-Data");
        var twice = cli.run(
                "iso",
                "remaster",
                image,
                "-o",
                copy.toString(),
                "--add",
                folder.resolve("user-data").toString());
        var gone = cli.run("iso", "remaster", image, "-o", copy.toString(), "--add", "nothing=" + home.resolve("no"));

        absent.refusedWith("INVALID_ISO", 3);
        assertThat(absent.err()).contains("it has 'user-data'");
        twice.refusedWith("INVALID_ISO", 3);
        assertThat(twice.err()).contains("replace it");
        gone.refusedWith("FILE_NOT_FOUND", 4);
        assertThat(copy).doesNotExist();
    }

    @Test
    void theSourceOfARemasterIsNeverWrittenOver() throws IOException {
        cli.run("iso", "build", folder.toString(), "-o", image).done();
        byte[] before = Files.readAllBytes(Path.of(image));

        cli.run("iso", "remaster", image, "-o", image, "--force").refusedWith("FILE_EXISTS", 5);
        cli.run("iso", "remaster", image, "-o", home.resolve("x.iso").toString(), "--no-boot", "--uefi", "efi.img")
                .refusedWith("USAGE", 2);

        assertThat(Files.readAllBytes(Path.of(image))).isEqualTo(before);
    }

    @Test
    void aNameInAnImageCannotSteerTheTerminal() throws IOException {
        Files.writeString(folder.resolve("a\u001b[31mred"), "x");
        cli.run("iso", "build", folder.toString(), "-o", image, "--mangle");

        assertThat(cli.run("iso", "list", image).out()).doesNotContain("\u001b");
    }
}
