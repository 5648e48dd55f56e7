package io.slipway.cli;

import io.slipway.iso.Bios;
import io.slipway.iso.ContentKey;
import io.slipway.iso.IsoImage;
import io.slipway.iso.NamePolicy;
import io.slipway.iso.Remaster;
import io.slipway.iso.Source;
import io.slipway.iso.read.IsoReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slipway iso remaster}. */
@Command(
        name = "remaster",
        description = {
            "Make a changed copy of an ISO image, for example an installer with an answer file.",
            "Boot entries, label, dates, names, modes and links are kept; what could not be kept is refused.",
            "A CHANGE is FILE, which goes to the root of the image under its own name, or PATH=FILE."
        })
final class IsoRemasterCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SOURCE", description = "The image to copy; it is not changed.")
    @Nullable
    Path source;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "IMAGE",
            required = true,
            description = "The image to write; appears complete or not at all.")
    @Nullable
    Path output;

    @Option(names = "--force", description = "Replace the image if it exists.")
    boolean force;

    @Option(names = "--add", paramLabel = "CHANGE", description = "A file or folder that the source does not have.")
    List<String> added = List.of();

    @Option(names = "--replace", paramLabel = "CHANGE", description = "Other bytes for a file of the source.")
    List<String> replaced = List.of();

    @Option(names = "--remove", paramLabel = "PATH", description = "A file, link or whole directory to leave out.")
    List<String> removed = List.of();

    @Option(names = "--volume-id", paramLabel = "ID", description = "Another label.")
    @Nullable
    String volumeId;

    @Option(
            names = "--timestamp",
            paramLabel = "SECONDS",
            description = "Another date of the volume, since 1970; changes its UUID.")
    @Nullable
    Long timestamp;

    @Option(
            names = "--for",
            paramLabel = "READER",
            converter = ReaderConverter.class,
            description = "Who reads it, so that what he cannot read is refused. Default: as the source.")
    IsoBuildCommand.@Nullable Reader reader;

    @Option(names = "--mangle", description = "Rename what a view cannot show, and say so, instead of refusing it.")
    boolean mangle;

    @Option(names = "--dedupe", description = "Store equal files once; reads files of equal size once or twice more.")
    boolean dedupe;

    @Option(
            names = "--full-key",
            description = "Let the digest inside cover every byte; reads the whole source instead of copying it.")
    boolean fullKey;

    @Option(names = "--bios", paramLabel = "PATH", description = "Another boot image for BIOS, a file of the image.")
    @Nullable
    String bios;

    @Option(names = "--bios-sectors", paramLabel = "N", description = "512-byte sectors the BIOS loads; default 4.")
    @Nullable
    Integer biosSectors;

    @Option(names = "--boot-info-table", description = "Write the boot info table into the boot image of --bios.")
    boolean bootInfoTable;

    @Option(
            names = "--uefi",
            paramLabel = "PATH",
            description = "Another boot image for UEFI, for example efi/microsoft/boot/efisys_noprompt.bin.")
    @Nullable
    String uefi;

    @Option(names = "--no-boot", description = "Leave the boot catalog out.")
    boolean withoutBoot;

    @Option(
            names = "--drop-system-area",
            description = "Give up that the source also starts as a disk (isohybrid); needed where it does.")
    boolean dropSystemArea;

    @Spec
    @Nullable
    CommandSpec spec;

    private final Shell shell;

    IsoRemasterCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var from = Objects.requireNonNull(source);
        var target = Objects.requireNonNull(output);
        if (!Files.exists(from)) {
            throw new NoSuchFileException(from.toString());
        }
        if (Files.exists(target) && Files.isSameFile(from, target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        IsoReport.requireFree(target, force);
        try (var opened = IsoReader.open(from)) {
            var remaster = IsoImage.remaster(opened);
            change(remaster);
            options(remaster);
            boot(remaster);
            var image = remaster.plan();
            image.writeTo(target);
            IsoReport.show(shell, target, image);
        }
        return ExitCode.OK.number();
    }

    /** Removing comes first, so that an entry can make room for one of another kind. */
    private void change(Remaster remaster) throws IOException {
        removed.forEach(remaster::remove);
        for (var change : replaced) {
            remaster.replace(pathOf(change), Source.of(fileOf(change)));
        }
        for (var change : added) {
            if (Files.isDirectory(fileOf(change))) {
                remaster.addTree(pathOf(change), fileOf(change));
            } else {
                remaster.add(pathOf(change), Source.of(fileOf(change)));
            }
        }
    }

    private static String pathOf(String change) {
        int equals = change.indexOf('=');
        if (equals >= 0) {
            return change.substring(0, equals);
        }
        var name = Path.of(change).getFileName();
        return name == null ? change : name.toString();
    }

    private static Path fileOf(String change) throws NoSuchFileException {
        var file = Path.of(change.substring(change.indexOf('=') + 1));
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return file;
    }

    private void options(Remaster remaster) {
        remaster.names(mangle ? NamePolicy.MANGLE : NamePolicy.STRICT)
                .contentKey(fullKey ? ContentKey.CONTENT : ContentKey.METADATA);
        if (volumeId != null) {
            remaster.volumeId(volumeId);
        }
        if (timestamp != null) {
            remaster.timestamp(instant(timestamp));
        }
        if (reader != null) {
            remaster.profile(reader.profile());
        }
        if (dedupe) {
            remaster.dedupe();
        }
        if (dropSystemArea) {
            remaster.dropSystemArea();
        }
    }

    private Instant instant(long seconds) {
        try {
            return Instant.ofEpochSecond(seconds);
        } catch (DateTimeException e) {
            throw wrong("The timestamp is out of range");
        }
    }

    private void boot(Remaster remaster) {
        if (bios == null && (biosSectors != null || bootInfoTable)) {
            throw wrong("--bios-sectors and --boot-info-table need --bios");
        }
        if (withoutBoot && (bios != null || uefi != null)) {
            throw wrong("--no-boot contradicts --bios and --uefi");
        }
        if (!withoutBoot) {
            remaster.keepBoot();
        }
        if (bios != null) {
            remaster.bootBios(bios, new Bios(biosSectors == null ? 4 : biosSectors, bootInfoTable, false));
        }
        if (uefi != null) {
            remaster.bootUefi(uefi);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
