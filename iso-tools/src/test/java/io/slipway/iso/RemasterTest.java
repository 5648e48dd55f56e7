package io.slipway.iso;

import static io.slipway.iso.TestImages.bytes;
import static io.slipway.iso.TestImages.contents;
import static io.slipway.iso.TestImages.linted;
import static io.slipway.iso.TestImages.noise;
import static io.slipway.iso.TestImages.sha256;
import static io.slipway.iso.TestImages.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.iso.read.BootEntry;
import io.slipway.iso.read.IsoEntry;
import io.slipway.iso.read.IsoReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemasterTest {
    private static final Instant OLD = Instant.parse("2003-04-05T06:07:08Z");

    @TempDir
    Path folder;

    private static byte[] answer() {
        return text("<unattend/>");
    }

    /** isolinux, a UEFI image, links, modes, times, a name in two places. */
    private static IsoBuilder linux() {
        return IsoImage.builder()
                .volumeId("Linux 12 amd64")
                .profile(Profile.LINUX_INSTALLER)
                .timestamp(TestImages.TIME)
                .file("isolinux/isolinux.bin", noise(24_576, 1))
                .file("boot/efi.img", TestImages.fat(8_192))
                .file("boot/grub/grub.cfg", Source.of(text("set timeout=5\n")), new Attributes(0640, 7, 8, OLD))
                .file("bin/tool", Source.of(noise(3_000, 2)), Attributes.EXECUTABLE)
                .directory("var/empty", new Attributes(0700, 0, 0, OLD))
                .symlink("sh", "bin/tool")
                .file("big.squashfs", noise(200_000, 3))
                .bootBios("isolinux/isolinux.bin", Bios.isolinux())
                .bootUefi("boot/efi.img");
    }

    private static byte[] remastered(byte[] source, Change change) throws IOException {
        try (var reader = IsoReader.open(source)) {
            var remaster = IsoImage.remaster(reader);
            change.apply(remaster);
            return bytes(remaster.plan());
        }
    }

    private interface Change {
        void apply(Remaster remaster) throws IOException;
    }

    @Test
    void copyHasTheSourcesFilesAndTheChangesInEveryView() throws Exception {
        byte[] source = bytes(linux().plan());

        byte[] copy = remastered(source, r -> r.keepBoot()
                .replace("/boot/grub/grub.cfg", text("set timeout=0\n"))
                .add("preseed/auto.cfg", text("d-i"))
                .remove("big.squashfs"));

        try (var before = linted(source);
                var after = linted(copy)) {
            Map<String, String> expected = new TreeMap<>(contents(before, View.ROCK_RIDGE));
            expected.put("boot/grub/grub.cfg", sha256(text("set timeout=0\n")));
            expected.put("preseed", "d");
            expected.put("preseed/auto.cfg", sha256(text("d-i")));
            expected.remove("big.squashfs");
            // The boot info table names another block.
            expected.put(
                    "isolinux/isolinux.bin",
                    sha256(after.find("isolinux/isolinux.bin").bytes(1 << 20)));
            assertThat(contents(after, View.ROCK_RIDGE)).isEqualTo(expected);
            expected.remove("sh");
            assertThat(contents(after, View.JOLIET)).isEqualTo(expected);
            assertThat(after.views()).isEqualTo(before.views());
        }
    }

    @Test
    void labelDatesModesTimesAndOwnersAreKept() throws Exception {
        byte[] source = bytes(linux().plan());

        byte[] copy = remastered(source, r -> r.keepBoot().add("x", new byte[1]));

        assertThat(Arrays.copyOfRange(copy, 16 * 2048 + 813, 16 * 2048 + 881))
                .as("the dates that libblkid makes the UUID of")
                .isEqualTo(Arrays.copyOfRange(source, 16 * 2048 + 813, 16 * 2048 + 881));
        try (var reader = linted(copy)) {
            assertThat(reader.volumeId()).isEqualTo("Linux 12 amd64");
            assertThat(reader.volumeId(View.JOLIET)).isEqualTo("Linux 12 amd64");
            var config = reader.find("boot/grub/grub.cfg");
            assertThat(config.permissions()).hasValue(0640);
            assertThat(config.userId()).isEqualTo(7);
            assertThat(config.groupId()).isEqualTo(8);
            assertThat(config.modified()).contains(OLD);
            assertThat(reader.find("var/empty").permissions()).hasValue(0700);
            assertThat(reader.find("var/empty").modified()).contains(OLD);
            assertThat(reader.find("bin/tool").permissions()).hasValue(0555);
            assertThat(reader.find("sh").linkTarget()).isEqualTo("bin/tool");
        }
    }

    @Test
    void otherLabelAndTimeAreTakenWhenAsked() throws Exception {
        byte[] source = bytes(linux().plan());

        byte[] copy = remastered(source, r -> r.keepBoot().volumeId("OTHER").timestamp(OLD));

        try (var reader = linted(copy)) {
            assertThat(reader.volumeId()).isEqualTo("OTHER");
            assertThat(reader.created()).contains(OLD);
        }
    }

    @Test
    void bootEntriesAreKeptAndTheInfoTableIsWrittenAnew() throws Exception {
        byte[] source = bytes(linux().plan());

        byte[] copy = remastered(
                source,
                r -> r.keepBoot().add("aaa/first.bin", noise(100_000, 9)).remove("sh"));

        try (var reader = linted(copy)) {
            var boots = reader.bootEntries();
            assertThat(boots).extracting(BootEntry::platform).containsExactly(0, BootEntry.UEFI);
            assertThat(boots).extracting(BootEntry::sectors).containsExactly(4, 16);
            byte[] isolinux = reader.find("isolinux/isolinux.bin").bytes(1 << 20);
            var table = ByteBuffer.wrap(isolinux).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(table.getInt(8)).isEqualTo(16);
            assertThat(table.getInt(12)).isEqualTo((int) boots.getFirst().block());
            assertThat(table.getInt(16)).isEqualTo(24_576);
            assertThat(at(copy, boots.getFirst().block(), isolinux.length)).isEqualTo(isolinux);
            assertThat(at(copy, boots.getLast().block(), 8_192)).isEqualTo(TestImages.fat(8_192));
            assertThat(boots.getFirst().block()).isNotEqualTo(blockOfFirstBoot(source));
        }
    }

    private static long blockOfFirstBoot(byte[] image) throws IOException {
        try (var reader = IsoReader.open(image)) {
            return reader.bootEntries().getFirst().block();
        }
    }

    private static byte[] at(byte[] image, long block, int length) {
        return Arrays.copyOfRange(image, (int) block * 2048, (int) block * 2048 + length);
    }

    @Test
    void bootImageThatIsReplacedGetsItsTableToo() throws Exception {
        byte[] other = noise(30_000, 77);

        byte[] copy = remastered(bytes(linux().plan()), r -> r.keepBoot().replace("isolinux/isolinux.bin", other));

        try (var reader = linted(copy)) {
            byte[] found = at(copy, reader.bootEntries().getFirst().block(), other.length);
            assertThat(Arrays.copyOfRange(found, 64, found.length))
                    .isEqualTo(Arrays.copyOfRange(other, 64, other.length));
            assertThat(ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN).getInt(16))
                    .isEqualTo(30_000);
        }
    }

    @Test
    void bootImageThatIsRemovedIsRefusedAndADroppedCatalogIsReported() throws Exception {
        byte[] source = bytes(linux().plan());

        assertThatThrownBy(() -> remastered(source, r -> r.keepBoot().remove("isolinux")))
                .hasMessageContaining("'isolinux/isolinux.bin' is a boot image");
        try (var reader = IsoReader.open(source)) {
            var image = IsoImage.remaster(reader).remove("isolinux").plan();
            assertThat(image.report()).anySatisfy(d -> assertThat(d.reason()).contains("boot catalog"));
            assertThat(linted(bytes(image)).bootEntries()).isEmpty();
        }
    }

    @Test
    void microsoftDiscBecomesABridgeWithTheAnswerFileInEveryView() throws Exception {
        byte[] source = MicrosoftDisc.image();

        try (var reader = IsoReader.open(source)) {
            assertThat(contents(reader, View.ISO)).containsOnlyKeys("README.TXT");
            var image = IsoImage.remaster(reader)
                    .keepBoot()
                    .add("autounattend.xml", answer())
                    .plan();
            assertThat(image.report())
                    .filteredOn(d -> d.kind() == Deviation.Kind.OMITTED)
                    .extracting(Deviation::path)
                    .containsExactly("README.TXT");
            assertThat(image.lint()).isEmpty();
            try (var after = linted(bytes(image))) {
                Map<String, String> expected = new TreeMap<>(contents(reader, View.UDF));
                expected.put("autounattend.xml", sha256(answer()));
                for (var view : List.of(View.UDF, View.JOLIET, View.ROCK_RIDGE)) {
                    assertThat(contents(after, view)).as(view.name()).isEqualTo(expected);
                }
                assertThat(after.volumeId(View.UDF)).isEqualTo("CCCOMA_X64FRE_EN-US_DV9");
            }
        }
    }

    @Test
    void hiddenBootImagesAreFoundByTheCatalogAndFollowTheFileWithTheSameBytes() throws Exception {
        byte[] source = MicrosoftDisc.image();

        byte[] kept = remastered(source, Remaster::keepBoot);
        byte[] silent =
                remastered(source, r -> r.keepBoot().replace("efi/microsoft/boot/efisys.bin", MicrosoftDisc.NOPROMPT));
        byte[] chosen = remastered(source, r -> r.keepBoot().bootUefi("efi/microsoft/boot/efisys_noprompt.bin"));

        assertThat(bootImages(kept)).containsExactly(sha256(MicrosoftDisc.ETFSBOOT), sha256(MicrosoftDisc.EFISYS));
        for (byte[] image : new byte[][] {silent, chosen}) {
            assertThat(bootImages(image))
                    .containsExactly(sha256(MicrosoftDisc.ETFSBOOT), sha256(MicrosoftDisc.NOPROMPT));
        }
        try (var reader = IsoReader.open(kept)) {
            assertThat(reader.bootEntries()).extracting(BootEntry::sectors).containsExactly(8, 1);
        }
    }

    private static List<String> bootImages(byte[] image) throws IOException {
        try (var reader = linted(image)) {
            return reader.bootEntries().stream()
                    .map(e -> sha256(at(image, e.block(), e.platform() == 0 ? 4_096 : 1_474_560)))
                    .toList();
        }
    }

    @Test
    void bootImageOfAnotherImageIsLoadedWhole() throws Exception {
        byte[] larger = TestImages.fat(20_480);
        byte[] other = bytes(TestImages.data().file("new.img", larger).plan());
        try (var donor = IsoReader.open(other)) {
            byte[] copy = remastered(bytes(linux().plan()), r -> r.keepBoot()
                    .replace("boot/efi.img", donor.find("new.img").source()));

            try (var reader = linted(copy)) {
                var uefi = reader.bootEntries().getLast();
                assertThat(uefi.sectors()).isEqualTo(40);
                assertThat(at(copy, uefi.block(), larger.length)).isEqualTo(larger);
            }
        }
    }

    @Test
    void bootImageWithoutAFileStaysABootImage() throws Exception {
        byte[] source = MicrosoftDisc.image();

        byte[] copy = remastered(source, r -> r.keepBoot().remove("efi").replace("boot/etfsboot.com", noise(4_096, 5)));

        assertThat(bootImages(copy)).containsExactly(sha256(noise(4_096, 5)), sha256(MicrosoftDisc.EFISYS));
    }

    @Test
    void filesThatSharedBytesGoOnSharingThem() throws Exception {
        byte[] data = noise(100_000, 6);
        byte[] source = bytes(TestImages.bridge()
                .dedupe()
                .file("one.wim", data)
                .file("sub/two.wim", data.clone())
                .plan());

        byte[] copy = remastered(source, r -> r.add("x", new byte[10]));
        byte[] parted = remastered(source, r -> r.replace("one.wim", noise(100_000, 7)));

        assertThat(source).hasSizeLessThan(100_000 + 300 * 2048 + 20 * 2048);
        assertThat(copy).hasSize(source.length + 2 * 2048);
        try (var reader = linted(parted)) {
            assertThat(contents(reader, View.UDF))
                    .containsEntry("one.wim", sha256(noise(100_000, 7)))
                    .containsEntry("sub/two.wim", sha256(data));
        }
    }

    @Test
    void diskBootRecordIsRefusedUnlessGivenUp() throws Exception {
        byte[] area = new byte[512];
        area[510] = 0x55;
        area[511] = (byte) 0xaa;
        byte[] source = bytes(linux().systemArea(area).plan());

        assertThatThrownBy(() -> remastered(source, r -> r.keepBoot().add("x", noise(5_000, 1))))
                .isInstanceOfSatisfying(
                        IsoException.class, e -> assertThat(e.reason()).isEqualTo(IsoException.Reason.UNSUPPORTED))
                .hasMessageContaining("isohybrid");
        byte[] dropped = remastered(source, r -> r.keepBoot().dropSystemArea().add("x", noise(5_000, 1)));
        byte[] still = remastered(source, r -> r.keepBoot().replace("boot/grub/grub.cfg", text("set timeout=0\n")));

        assertThat(Arrays.copyOf(dropped, 32_768)).containsOnly(0);
        assertThat(Arrays.copyOf(still, 512)).as("nothing moved, so it is true").isEqualTo(area);
    }

    @Test
    void wrongPathsAreNamedWithWhatIsThere() throws Exception {
        byte[] source = MicrosoftDisc.image();

        assertThatThrownBy(() -> remastered(source, r -> r.replace("Sources/Boot.wim", answer())))
                .hasMessageContaining("it has 'sources/boot.wim'");
        assertThatThrownBy(() -> remastered(source, r -> r.remove("absent"))).hasMessageContaining("no 'absent'");
        assertThatThrownBy(() -> remastered(source, r -> r.add("setup.exe", answer())))
                .hasMessageContaining("already");
        assertThatThrownBy(() -> remastered(source, r -> r.keepBoot().add("SETUP.EXE", answer())))
                .hasMessageContaining("differs by case");
        assertThatThrownBy(() -> remastered(source, r -> r.replace("sources", answer())))
                .hasMessageContaining("not a file");
        assertThatThrownBy(() -> remastered(source, r -> r.remove("/"))).isInstanceOf(IsoException.class);
        assertThatThrownBy(() ->
                        remastered(source, r -> r.keepBoot().replace("efi/microsoft/boot/efisys.bin", noise(4_096, 8))))
                .hasMessageContaining("not a FAT image");
    }

    @Test
    void sameSourceAndChangesGiveTheSameBytesByEveryWay() throws Exception {
        byte[] source = MicrosoftDisc.image();
        var file = Files.write(folder.resolve("source.iso"), source);
        Change change = r -> r.keepBoot().add("autounattend.xml", answer());

        byte[] inMemory = remastered(source, change);
        try (var reader = IsoReader.open(file)) {
            var remaster = IsoImage.remaster(reader);
            change.apply(remaster);
            var image = remaster.plan();
            image.writeTo(folder.resolve("copy.iso"));
            byte[] random = new byte[(int) image.size()];
            try (var channel = image.openChannel()) {
                for (int at = random.length - 1_000; at >= 0; at -= 7_919 * 3) {
                    var piece = ByteBuffer.wrap(random, at, Math.min(7_919 * 3, random.length - at));
                    channel.position(at).read(piece);
                }
                channel.position(0).read(ByteBuffer.wrap(random, 0, 7_919 * 3));
            }
            assertThat(random).isEqualTo(inMemory);
        }

        assertThat(Files.readAllBytes(folder.resolve("copy.iso"))).isEqualTo(inMemory);
        assertThat(remastered(source, change)).isEqualTo(inMemory);
        assertThat(remastered(source, r -> r.keepBoot().add("autounattend.xml", text("<other/>"))))
                .isNotEqualTo(inMemory);
    }

    @Test
    void sourceThatChangesBeforeWritingIsRefusedAndNothingIsLeft() throws Exception {
        var file = Files.write(folder.resolve("source.iso"), bytes(linux().plan()));
        try (var reader = IsoReader.open(file)) {
            var image = IsoImage.remaster(reader).keepBoot().plan();
            Files.setLastModifiedTime(file, FileTime.from(OLD));

            assertThatThrownBy(() -> image.writeTo(folder.resolve("copy.iso")))
                    .isInstanceOfSatisfying(IsoException.class, e -> assertThat(e.reason())
                            .isEqualTo(IsoException.Reason.SOURCE_CHANGED));
            assertThatThrownBy(() -> image.writeTo(OutputStream.nullOutputStream()))
                    .hasMessageContaining("changed");
        }
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void closedReaderIsAnErrorAndNoEmptyFile() throws Exception {
        var file = Files.write(folder.resolve("source.iso"), bytes(linux().plan()));
        IsoImage image;
        try (var reader = IsoReader.open(file)) {
            image = IsoImage.remaster(reader).keepBoot().plan();
        }

        assertThatThrownBy(() -> image.writeTo(folder.resolve("copy.iso"))).isInstanceOf(IOException.class);
        assertThat(folder.resolve("copy.iso")).doesNotExist();
    }

    @Test
    void remasteringACopyAgainChangesNothingButItsDigest() throws Exception {
        byte[] once = remastered(MicrosoftDisc.image(), Remaster::keepBoot);

        byte[] twice = remastered(once, Remaster::keepBoot);

        assertThat(twice).hasSameSizeAs(once);
        try (var before = linted(once);
                var after = linted(twice)) {
            for (var view : before.views()) {
                assertThat(contents(after, view)).isEqualTo(contents(before, view));
            }
            assertThat(after.bootEntries()).isEqualTo(before.bootEntries());
        }
    }

    @Test
    void catalogFileOfTheSourceShowsTheNewCatalog() throws Exception {
        // A file that shows the catalog: its extent is rewritten to the catalog's block.
        byte[] source = bytes(linux().file("boot.cat", noise(2_048, 10)).plan());
        long catalog;
        long old;
        try (var reader = IsoReader.open(source)) {
            catalog = reader.bootCatalog().orElseThrow();
            old = ((RangeSource) reader.find("boot.cat").source())
                            .extents()
                            .getFirst()
                            .position()
                    / 2048;
        }
        redirect(source, (int) old, (int) catalog);

        byte[] copy = remastered(source, r -> r.keepBoot().add("0", noise(9_000, 1)));

        try (var reader = linted(copy)) {
            byte[] shown = reader.find("boot.cat").bytes(4_096);
            assertThat(shown).isEqualTo(at(copy, reader.bootCatalog().orElseThrow(), 2_048));
            assertThat(reader.bootEntries()).hasSize(2);
        }
    }

    /** Makes every directory record of one extent point to another. */
    private static void redirect(byte[] image, int from, int to) {
        byte[] wanted = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(from)
                .order(ByteOrder.BIG_ENDIAN)
                .putInt(from)
                .array();
        for (int at = 0; at < image.length - 8; at++) {
            if (Arrays.equals(image, at, at + 8, wanted, 0, 8)) {
                ByteBuffer.wrap(image)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(at, to)
                        .order(ByteOrder.BIG_ENDIAN)
                        .putInt(at + 4, to);
            }
        }
    }

    @Test
    void unusualCatalogsAreKeptEntryByEntry() throws Exception {
        byte[] source = bytes(linux().plan());
        int catalog = le32(source, 17 * 2048 + 71) * 2048;
        ByteBuffer.wrap(source).order(ByteOrder.LITTLE_ENDIAN).putShort(catalog + 32 + 2, (short) 0x2000);
        // A second UEFI entry, not bootable, for the same image.
        source[catalog + 64 + 2] = 2;
        System.arraycopy(source, catalog + 96, source, catalog + 128, 32);
        source[catalog + 128] = 0;

        byte[] copy = remastered(source, r -> r.keepBoot().add("0", noise(9_000, 1)));

        try (var before = IsoReader.open(source);
                var after = linted(copy)) {
            assertThat(after.bootEntries()).hasSize(3);
            for (int i = 0; i < 3; i++) {
                var old = before.bootEntries().get(i);
                var now = after.bootEntries().get(i);
                assertThat(now.platform()).isEqualTo(old.platform());
                assertThat(now.bootable()).isEqualTo(old.bootable());
                assertThat(now.loadSegment()).isEqualTo(old.loadSegment());
                assertThat(now.sectors()).isEqualTo(old.sectors());
            }
        }
    }

    private static int le32(byte[] image, int at) {
        return ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    @Test
    void bridgeWithLinksInRockRidgeOnlyIsCopiedWithItsLinks() throws Exception {
        byte[] plain = bytes(
                TestImages.data().file("f", noise(10, 1)).symlink("l", "f").plan());

        try (var reader = IsoReader.open(plain)) {
            var image = IsoImage.remaster(reader).plan();
            assertThat(linted(bytes(image)).find("l").kind()).isEqualTo(IsoEntry.Kind.LINK);
            assertThat(image.report()).extracting(Deviation::view).containsOnly(View.JOLIET);
        }
    }

    @Test
    void filesOfFourGiBAndMoreAreOneRange() {
        var origin = new EmptyOrigin();

        var source = new RangeSource(
                origin,
                List.of(new Extent(2048, 0xFFFF_F800L), new Extent(2048 + 0xFFFF_F800L, 7), new Extent(0, 0)),
                null);

        assertThat(source.extents()).containsExactly(new Extent(2048, 0xFFFF_F807L));
        assertThat(source.size()).isEqualTo(0xFFFF_F807L);
    }

    private static final class EmptyOrigin implements Origin {
        @Override
        public void read(long position, byte[] target, int offset, int length, String what) {}

        @Override
        public java.util.Optional<java.nio.channels.FileChannel> file() {
            return java.util.Optional.empty();
        }

        @Override
        public void requireUnchanged() {}

        @Override
        public byte[] fingerprint() {
            return new byte[32];
        }
    }

    @Test
    void folderIsAddedBesideWhatIsThere() throws Exception {
        Files.createDirectories(folder.resolve("drivers/vioscsi"));
        Files.write(folder.resolve("drivers/vioscsi/vioscsi.inf"), noise(100, 1));
        Files.write(folder.resolve("drivers/setup.cfg"), noise(10, 2));
        byte[] source = MicrosoftDisc.image();

        byte[] copy = remastered(source, r -> r.keepBoot()
                .addTree("sources", folder.resolve("drivers"))
                .addTree("$WinPEDriver$", folder.resolve("drivers")));

        try (var reader = linted(copy)) {
            assertThat(contents(reader, View.JOLIET))
                    .containsKeys(
                            "sources/boot.wim",
                            "sources/setup.cfg",
                            "sources/vioscsi/vioscsi.inf",
                            "$WinPEDriver$/vioscsi/vioscsi.inf");
        }
        assertThatThrownBy(() -> remastered(source, r -> r.addTree("setup.exe", folder)))
                .isInstanceOf(IsoException.class);
    }

    @Test
    void profileOfTheReaderIsChecked() throws Exception {
        byte[] source = MicrosoftDisc.image();

        assertThatThrownBy(() -> remastered(source, r -> r.profile(Profile.WINDOWS_INSTALLER)))
                .hasMessageContaining("needs a boot image");
        assertThatThrownBy(() -> remastered(source, r -> r.keepBoot().add("con.txt", answer())))
                .as("the source is a Windows installer, so its rules hold without asking")
                .hasMessageContaining("reserves it for a device");
        byte[] plain =
                remastered(source, r -> r.keepBoot().profile(Profile.custom("X", Set.of(View.ISO, View.JOLIET))));
        assertThat(linted(plain).views()).containsExactlyInAnyOrder(View.ISO, View.JOLIET);
    }
}
