package io.slipway.cli;

import io.slipway.iso.Bios;
import io.slipway.iso.ContentKey;
import io.slipway.iso.IsoBuilder;
import io.slipway.iso.IsoImage;
import io.slipway.iso.NamePolicy;
import io.slipway.iso.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slipway iso build}. */
@Command(
        name = "build",
        description = {"Make an ISO image of a folder.", "The same folder and timestamp always give the same bytes."})
final class IsoBuildCommand implements Callable<Integer> {
    /** Who will read the image. */
    enum Reader {
        DATA,
        WINDOWS_CONFIG,
        NOCLOUD,
        WINDOWS_INSTALLER,
        LINUX_INSTALLER;

        Profile profile() {
            return switch (this) {
                case DATA -> Profile.DATA;
                case WINDOWS_CONFIG -> Profile.WINDOWS_CONFIG;
                case NOCLOUD -> Profile.NOCLOUD;
                case WINDOWS_INSTALLER -> Profile.WINDOWS_INSTALLER;
                case LINUX_INSTALLER -> Profile.LINUX_INSTALLER;
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    @Parameters(paramLabel = "FOLDER", description = "What goes onto the image.")
    @Nullable
    Path folder;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "IMAGE",
            required = true,
            description = "The image to write; appears complete or not at all.")
    @Nullable
    Path output;

    @Option(names = "--force", description = "Replace the image if it exists.")
    boolean force;

    @Option(names = "--volume-id", paramLabel = "ID", description = "Label; default PROVISION, or cidata for nocloud.")
    @Nullable
    String volumeId;

    @Option(
            names = "--for",
            paramLabel = "READER",
            defaultValue = "data",
            converter = ReaderConverter.class,
            description = "Who reads it, so that what he cannot read is refused: data (default), windows-config,"
                    + " nocloud, windows-installer, linux-installer.")
    Reader reader = Reader.DATA;

    @Option(
            names = "--timestamp",
            paramLabel = "SECONDS",
            description = "Date of everything, since 1970. Default: $SOURCE_DATE_EPOCH, else 1980-01-01.")
    @Nullable
    Long timestamp;

    @Option(names = "--mangle", description = "Rename what a view cannot show, and say so, instead of refusing it.")
    boolean mangle;

    @Option(names = "--dedupe", description = "Store equal files once; reads files of equal size once or twice more.")
    boolean dedupe;

    @Option(
            names = "--fast-key",
            description = "The digest inside then covers names, sizes and dates; large files are copied, not read.")
    boolean fastKey;

    @Option(names = "--bios", paramLabel = "PATH", description = "Boot image for BIOS, a file of the folder.")
    @Nullable
    String bios;

    @Option(names = "--bios-sectors", paramLabel = "N", description = "512-byte sectors the BIOS loads; default 4.")
    @Nullable
    Integer biosSectors;

    @Option(names = "--boot-info-table", description = "Write the boot info table into the BIOS boot image.")
    boolean bootInfoTable;

    @Option(names = "--uefi", paramLabel = "PATH", description = "Boot image for UEFI, a FAT file system.")
    @Nullable
    String uefi;

    @Spec
    @Nullable
    CommandSpec spec;

    private final Shell shell;

    IsoBuildCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var source = Objects.requireNonNull(folder);
        var target = Objects.requireNonNull(output);
        if (!Files.exists(source)) {
            throw new NoSuchFileException(source.toString());
        }
        if (!Files.isDirectory(source)) {
            throw new NotDirectoryException(source.toString());
        }
        IsoReport.requireFree(target, force);
        var builder = IsoImage.builder()
                .profile(reader.profile())
                .volumeId(volumeId == null ? (reader == Reader.NOCLOUD ? "cidata" : "PROVISION") : volumeId)
                .timestamp(timestamp())
                .names(mangle ? NamePolicy.MANGLE : NamePolicy.STRICT)
                .contentKey(fastKey ? ContentKey.METADATA : ContentKey.CONTENT)
                .tree(source);
        if (dedupe) {
            builder.dedupe();
        }
        boot(builder);
        var image = builder.plan();
        image.writeTo(target);
        IsoReport.show(shell, target, image);
        return ExitCode.OK.number();
    }

    private void boot(IsoBuilder builder) {
        if (uefi != null) {
            builder.bootUefi(uefi);
        }
        if (bios != null) {
            builder.bootBios(bios, new Bios(biosSectors == null ? 4 : biosSectors, bootInfoTable, false));
        } else if (biosSectors != null || bootInfoTable) {
            throw wrong("--bios-sectors and --boot-info-table need --bios");
        }
    }

    private Instant timestamp() {
        var epoch = shell.surroundings().environment().get("SOURCE_DATE_EPOCH");
        try {
            if (timestamp != null) {
                return Instant.ofEpochSecond(timestamp);
            }
            return epoch == null || epoch.isEmpty()
                    ? IsoBuilder.DEFAULT_TIMESTAMP
                    : Instant.ofEpochSecond(Long.parseLong(epoch));
        } catch (NumberFormatException e) {
            throw wrong("SOURCE_DATE_EPOCH must be a whole number of seconds, not '" + epoch + "'");
        } catch (DateTimeException e) {
            throw wrong("The timestamp is out of range");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
