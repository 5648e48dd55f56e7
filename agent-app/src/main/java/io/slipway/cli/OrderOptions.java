package io.slipway.cli;

import io.slipway.server.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** An order of VMs, as options or as a document, or as a document with some of it changed by options. */
final class OrderOptions {
    @Option(names = "--order", paramLabel = "FILE", description = "The order as JSON; options change parts of it.")
    @Nullable
    Path file;

    @Option(names = "--host", paramLabel = "HOST", description = "Name or id of the host.")
    @Nullable
    String host;

    @Option(names = "--template", paramLabel = "TEMPLATE", description = "Id, name or mapped name of the template.")
    @Nullable
    String template;

    @Option(names = "--profile", paramLabel = "PROFILE", description = "Name or id; default: the default profile.")
    @Nullable
    String profile;

    @Option(names = "--profile-file", paramLabel = "FILE", description = "A profile document that is not stored.")
    @Nullable
    Path profileFile;

    @Option(names = "--count", paramLabel = "N", description = "How many VMs, 1 to 200; default 1.")
    @Nullable
    Integer count;

    @Option(names = "--name-pattern", paramLabel = "PATTERN", description = "Such as PC-{n:2}, for PC-01, PC-02, ...")
    @Nullable
    String namePattern;

    @Option(names = "--first-number", paramLabel = "N", description = "First number of the pattern; default 1.")
    @Nullable
    Integer firstNumber;

    @Option(names = "--names", paramLabel = "NAME", split = ",", description = "Names instead of a pattern.")
    List<String> names = new ArrayList<>();

    @Mixin
    NetworkOptions network = new NetworkOptions();

    @Option(names = "--cores", paramLabel = "N", description = "Default: the template's.")
    @Nullable
    Integer cores;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = Amounts.Memory.class,
            description = "Such as 8GiB; a bare number is in MiB.")
    @Nullable
    Integer memory;

    @Option(
            names = "--disk",
            paramLabel = "SIZE",
            converter = Amounts.Disk.class,
            description = "Size the system disk grows to, such as 80GiB; a bare number is in GiB.")
    @Nullable
    Integer disk;

    @Option(names = "--bridge", paramLabel = "BRIDGE", description = "Network bridge; default: the template's.")
    @Nullable
    String bridge;

    @Option(names = "--vlan", paramLabel = "TAG", description = "VLAN tag; 0 means untagged.")
    @Nullable
    Integer vlan;

    @Option(names = "--disk-storage", paramLabel = "STORAGE", description = "For the disks of full clones.")
    @Nullable
    String diskStorage;

    @Option(names = "--iso-storage", paramLabel = "STORAGE", description = "For the config ISOs.")
    @Nullable
    String isoStorage;

    @Option(names = "--full-clone", negatable = true, description = "Disks of their own; --no-full-clone links them.")
    @Nullable
    Boolean fullClone;

    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            description = "windows-install or template-clone; default: what fits.")
    @Nullable
    String plan;

    @Option(
            names = "--on-failure",
            paramLabel = "WHAT",
            description = "keep a failed VM for a look (default), or undo.")
    @Nullable
    String onFailure;

    @Option(names = "--press-any-key", description = "Press a key for the installer after the start.")
    boolean pressAnyKey;

    @Option(names = "--answer-file", paramLabel = "FILE", description = "Use this autounattend.xml as it is.")
    @Nullable
    Path answerFile;

    @Option(
            names = "--playbook",
            paramLabel = "PLAYBOOK",
            description = "Name or id; default: the default one, if any.")
    @Nullable
    String playbook;

    @Option(
            names = "--post-command",
            paramLabel = "JSON",
            description = "Program to run in the guest, as an array such as [\"cmd\",\"/c\",\"ver\"]; repeatable.")
    List<String> postCommands = new ArrayList<>();

    @Option(
            names = "--guest-timeout",
            paramLabel = "MINUTES",
            description = "From the start to the guest's completion.")
    @Nullable
    Integer guestTimeout;

    @Option(names = "--min-vm-id", paramLabel = "ID", description = "Lowest VM id to take.")
    @Nullable
    Integer minVmId;

    /** The order's document; what is missing or wrong in it, the control plane says. */
    ObjectNode document() throws IOException {
        var order = file == null ? Json.object() : ProfileImportCommand.read(file);
        text(order, "host", host);
        text(order, "template", template);
        text(order, "profile", profile);
        text(order, "plan", plan);
        text(order, "bridge", bridge);
        text(order, "disk_storage", diskStorage);
        text(order, "iso_storage", isoStorage);
        text(order, "on_failure", onFailure);
        text(order, "playbook", playbook);
        number(order, "cores", cores);
        number(order, "memory_mib", memory);
        number(order, "disk_gib", disk);
        number(order, "vlan", vlan);
        number(order, "guest_timeout_minutes", guestTimeout);
        number(order, "min_vm_id", minVmId);
        naming(order);
        network.order().ifPresent(value -> order.set("network", value));
        if (fullClone != null) {
            order.put("full_clone", fullClone);
        }
        if (pressAnyKey) {
            order.put("press_any_key", true);
        }
        files(order);
        if (!postCommands.isEmpty()) {
            var list = order.putArray("post_commands");
            postCommands.forEach(command -> list.add(Json.parse(command)));
        }
        return order;
    }

    private void naming(ObjectNode order) {
        if (!names.isEmpty()) {
            order.remove(List.of("name_pattern", "count"));
            names.forEach(order.putArray("names")::add);
        }
        if (namePattern != null) {
            order.remove("names");
            order.put("name_pattern", namePattern);
        }
        number(order, "count", count);
        number(order, "first_number", firstNumber);
    }

    private void files(ObjectNode order) throws IOException {
        if (profileFile != null) {
            order.set("profile_config", ProfileImportCommand.read(profileFile));
        }
        if (answerFile != null) {
            order.put("xml_override", Files.readString(answerFile));
        }
    }

    private static void text(ObjectNode order, String name, @Nullable String value) {
        if (value != null) {
            order.put(name, value);
        }
    }

    private static void number(ObjectNode order, String name, @Nullable Integer value) {
        if (value != null) {
            order.put(name, value);
        }
    }
}
