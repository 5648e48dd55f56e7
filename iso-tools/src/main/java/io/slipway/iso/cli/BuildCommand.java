package io.slipway.iso.cli;

import io.slipway.iso.Bios;
import io.slipway.iso.ContentKey;
import io.slipway.iso.IsoBuilder;
import io.slipway.iso.IsoImage;
import io.slipway.iso.NamePolicy;
import io.slipway.iso.Profile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code build FOLDER -o IMAGE}. */
final class BuildCommand {
    private final PrintStream out;
    private final Map<String, String> environment;

    BuildCommand(PrintStream out, Map<String, String> environment) {
        this.out = out;
        this.environment = environment;
    }

    int run(List<String> arguments) throws IOException {
        var options = new Arguments(
                arguments,
                Set.of("-o", "--volume-id", "--profile", "--timestamp", "--bios", "--bios-sectors", "--uefi"),
                Set.of("--mangle", "--fast-key", "--boot-info-table"));
        var folder = Path.of(options.word("The folder"));
        options.end();
        var target =
                Path.of(options.value("-o").orElseThrow(() -> new Arguments.UsageException("-o IMAGE is missing.")));
        var profile = profile(options.value("--profile").orElse("data"));
        var builder = IsoImage.builder()
                .profile(profile)
                .volumeId(options.value("--volume-id").orElse(defaultVolumeId(profile)))
                .timestamp(timestamp(options))
                .names(options.has("--mangle") ? NamePolicy.MANGLE : NamePolicy.STRICT)
                .contentKey(options.has("--fast-key") ? ContentKey.METADATA : ContentKey.CONTENT)
                .tree(folder);
        boot(options, builder);
        var image = builder.plan();
        image.report().forEach(out::println);
        image.writeTo(target);
        out.println(target + ": " + image.size() + " bytes, content SHA-256 " + image.digest());
        return IsoTool.OK;
    }

    private static void boot(Arguments options, IsoBuilder builder) {
        options.value("--uefi").ifPresent(builder::bootUefi);
        var bios = options.value("--bios");
        if (bios.isPresent()) {
            int sectors = (int)
                    number("--bios-sectors", options.value("--bios-sectors").orElse("4"));
            builder.bootBios(bios.get(), new Bios(sectors, options.has("--boot-info-table"), false));
        } else if (options.value("--bios-sectors").isPresent() || options.has("--boot-info-table")) {
            throw new Arguments.UsageException("--bios-sectors and --boot-info-table need --bios.");
        }
    }

    private static String defaultVolumeId(Profile profile) {
        return profile.equals(Profile.NOCLOUD) ? "cidata" : "PROVISION";
    }

    private Instant timestamp(Arguments options) {
        String given = options.value("--timestamp").orElse(environment.get("SOURCE_DATE_EPOCH"));
        if (given == null) {
            return IsoBuilder.DEFAULT_TIMESTAMP;
        }
        try {
            return Instant.ofEpochSecond(number("The timestamp", given));
        } catch (DateTimeException e) {
            throw new Arguments.UsageException("The timestamp is out of range: " + given + ".");
        }
    }

    private static long number(String what, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Arguments.UsageException(what + " must be a whole number, not '" + text + "'.");
        }
    }

    private static Profile profile(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replace('_', '-')) {
            case "data" -> Profile.DATA;
            case "windows-config" -> Profile.WINDOWS_CONFIG;
            case "nocloud" -> Profile.NOCLOUD;
            case "windows-installer" -> Profile.WINDOWS_INSTALLER;
            case "linux-installer" -> Profile.LINUX_INSTALLER;
            default -> throw new Arguments.UsageException("Unknown profile: " + name + ".");
        };
    }
}
