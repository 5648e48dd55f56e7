package io.slipway.iso;

import static io.slipway.iso.TestImages.bytes;
import static io.slipway.iso.TestImages.linted;
import static io.slipway.iso.TestImages.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.iso.read.BootEntry;
import io.slipway.iso.read.IsoReader;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
    private static final byte[] X = {'x'};

    private static IsoBuilder seed(String label) {
        return IsoImage.builder().volumeId(label).profile(Profile.NOCLOUD).file("user-data", X);
    }

    @Test
    void noCloudSeedHasTheLabelInBothDescriptorsAndNoUdf() throws Exception {
        try (var reader =
                linted(bytes(seed("cidata").file("meta-data", new byte[0]).plan()))) {
            assertThat(reader.volumeId(View.ISO)).isEqualTo("cidata");
            assertThat(reader.volumeId(View.JOLIET)).isEqualTo("cidata");
            assertThat(reader.views()).doesNotContain(View.UDF);
            assertThat(reader.find("user-data").size()).isEqualTo(1);
        }
    }

    @Test
    void noCloudSeedWithoutItsFilesOrWithAnotherLabelIsRefused() {
        assertThatThrownBy(() -> seed("cidata").plan()).hasMessageContaining("meta-data");
        assertThatThrownBy(() -> seed("Cidata").file("meta-data", X).plan()).hasMessageContaining("CIDATA or cidata");
        assertThatThrownBy(() -> seed("cidata").file("sub/meta-data", X).plan()).hasMessageContaining("at the root");
    }

    @Test
    void windowsConfigDiscNeedsItsAnswerFileAtTheRoot() throws Exception {
        var nested =
                IsoImage.builder().volumeId("P").profile(Profile.WINDOWS_CONFIG).file("sub/autounattend.xml", X);

        assertThatThrownBy(nested::plan).hasMessageContaining("autounattend.xml or unattend.xml at the root");
        assertThat(IsoImage.builder()
                        .volumeId("P")
                        .profile(Profile.WINDOWS_CONFIG)
                        .file("AutoUnattend.XML", X)
                        .plan()
                        .report())
                .isEmpty();
    }

    @Test
    void windowsConfigDiscRefusesLinksHugeFilesAndLongPaths() {
        var huge = Source.of(1L << 32, InputStream::nullInputStream);

        assertThatThrownBy(() -> TestImages.configDisc().symlink("l", "x").plan())
                .hasMessageContaining("link");
        assertThatThrownBy(() -> TestImages.configDisc().file("big", huge).plan())
                .hasMessageContaining("4294967296");
        assertThatThrownBy(() -> TestImages.configDisc()
                        .file("directory/".repeat(26) + "f", X)
                        .plan())
                .hasMessageContaining("255");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x ", "SEVENTEEN_LETTERS", "a/b", "ümlaut", "a*b", "new\nline"})
    void badLabelsAreRefused(String label) {
        assertThatThrownBy(() -> TestImages.configDisc().volumeId(label).plan())
                .isInstanceOfSatisfying(IsoException.class, e -> assertThat(e.reason())
                        .isEqualTo(IsoException.Reason.INVALID_VOLUME_ID));
    }

    @Test
    void longInstallerLabelIsWholeInUdfAndCutInJolietWithAReport() throws Exception {
        var image = installer("CCCOMA_X64FRE_EN-US_DV9").plan();

        try (var reader = linted(bytes(image))) {
            assertThat(reader.volumeId(View.UDF)).isEqualTo("CCCOMA_X64FRE_EN-US_DV9");
            assertThat(reader.volumeId(View.JOLIET)).isEqualTo("CCCOMA_X64FRE_EN");
        }
        assertThat(image.report()).anyMatch(d -> d.kind() == Deviation.Kind.ADJUSTED && d.view() == View.JOLIET);
    }

    private static IsoBuilder installer(String label) {
        return IsoImage.builder()
                .volumeId(label)
                .profile(Profile.WINDOWS_INSTALLER)
                .file("boot/etfsboot.com", noise(4096, 1))
                .file("efi/microsoft/boot/efisys.bin", TestImages.fat(1 << 20))
                .file("sources/install.wim", noise(100_000, 3))
                .bootBios("boot/etfsboot.com", Bios.noEmulation(8))
                .bootUefi("efi/microsoft/boot/efisys.bin");
    }

    @Test
    void installerBootsOnBiosAndUefiAndShowsTheSameFilesInAllViews() throws Exception {
        byte[] image = bytes(installer("WIN").plan());

        try (var reader = linted(image)) {
            assertThat(reader.views()).containsExactlyInAnyOrder(View.values());
            var boot = reader.bootEntries();
            assertThat(boot).extracting(BootEntry::platform).containsExactly(0, BootEntry.UEFI);
            assertThat(boot).extracting(BootEntry::sectors).containsExactly(8, 2048);
            byte[] loaded = new byte[4096];
            System.arraycopy(image, (int) boot.getFirst().block() * 2048, loaded, 0, 4096);
            assertThat(loaded).isEqualTo(noise(4096, 1));
            assertThat(TestImages.contents(reader, View.UDF)).isEqualTo(TestImages.contents(reader, View.JOLIET));
            assertThat(TestImages.contents(reader, View.UDF)).isEqualTo(TestImages.contents(reader, View.ROCK_RIDGE));
        }
    }

    @Test
    void installerWithoutBootImageIsRefused() {
        var builder = IsoImage.builder()
                .volumeId("L")
                .profile(Profile.LINUX_INSTALLER)
                .file("f", X);

        assertThatThrownBy(builder::plan).hasMessageContaining("boot image");
        assertThatThrownBy(() -> TestImages.data()
                        .file("x", noise(4096, 1))
                        .bootUefi("x")
                        .plan())
                .hasMessageContaining("not a FAT image");
        assertThatThrownBy(() -> TestImages.data().bootUefi("absent").plan()).hasMessageContaining("'absent'");
    }

    @Test
    void bootInfoTableSaysWhereTheImageLiesAndLeavesTheCallersArrayAlone() throws Exception {
        byte[] loader = noise(10_001, 5);
        byte[] before = loader.clone();

        byte[] image = bytes(TestImages.data()
                .file("isolinux/isolinux.bin", loader)
                .bootBios("isolinux/isolinux.bin", Bios.grub2())
                .plan());

        try (var reader = IsoReader.open(image)) {
            long block = reader.bootEntries().getFirst().block();
            var written = ByteBuffer.wrap(reader.find("isolinux/isolinux.bin").bytes(20_000))
                    .order(ByteOrder.LITTLE_ENDIAN);
            assertThat(written.getInt(8)).isEqualTo(16);
            assertThat(written.getInt(12)).isEqualTo((int) block);
            assertThat(written.getInt(16)).isEqualTo(10_001);
            assertThat(written.getLong(2548)).isEqualTo(4 * block + 5);
            int sum = 0;
            for (int at = 64; at + 4 <= 10_001; at += 4) {
                sum += written.getInt(at);
            }
            assertThat(written.getInt(20)).isEqualTo(sum + (written.get(10_000) & 0xff));
        }
        assertThat(loader).isEqualTo(before);
    }

    @Test
    void efiImageTooLargeForTheCatalogRunsToTheEndOfTheVolume() throws Exception {
        byte[] image = bytes(TestImages.data()
                .file("efi.img", TestImages.fat(33 << 20))
                .bootUefi("efi.img")
                .plan());

        try (var reader = IsoReader.open(image)) {
            assertThat(reader.bootEntries()).singleElement().satisfies(entry -> {
                assertThat(entry.sectors()).isZero();
                assertThat(entry.platform()).isEqualTo(BootEntry.UEFI);
            });
        }
    }
}
