package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.RunMarker;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A VM's configuration as {@code pvesh get …/config} gives it.
 *
 * @param values every setting, without the digest
 * @param digest SHA-1 of the file, for optimistic writes; empty when the host gave none
 */
record VmConfig(Map<String, String> values, String digest) {
    private static final Pattern DRIVE =
            Pattern.compile("(ide[0-3]|sata[0-5]|scsi\\d{1,2}|virtio\\d{1,2}|efidisk0|tpmstate0|unused\\d{1,3})");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{40,64}");

    VmConfig {
        values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
    }

    static VmConfig of(JsonNode object) {
        if (!object.isObject()) {
            throw Problem.of(ProblemCode.HOST_ANSWER, "The host's answer about a VM's configuration is not an object.")
                    .exception();
        }
        var values = new TreeMap<String, String>();
        for (var name : object.propertyNames()) {
            Lenient.text(object, name).ifPresent(text -> values.put(name, text));
        }
        var digest = Optional.ofNullable(values.remove("digest"))
                .filter(text -> DIGEST.matcher(text).matches());
        return new VmConfig(values, digest.orElse(""));
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    String name() {
        return values.getOrDefault("name", "");
    }

    Optional<String> lock() {
        return get("lock");
    }

    boolean template() {
        return get("template").filter("1"::equals).isPresent();
    }

    /** A clone that is being made or was left behind: locked and without a name. */
    boolean halfClone() {
        return lock().filter("clone"::equals).isPresent();
    }

    Optional<RunMarker> marker() {
        return get("description").flatMap(RunMarker::in);
    }

    Optional<String> smbiosUuid() {
        return get("smbios1")
                .flatMap(text -> PropertyString.parse(text).get("uuid"))
                .map(text -> text.toLowerCase(Locale.ROOT))
                .filter(text -> UUID.matcher(text).matches());
    }

    Optional<NetCard> net0() {
        return get("net0").map(NetCard::parse);
    }

    int sockets() {
        return (int) Math.clamp(Lenient.number(values.getOrDefault("sockets", "1"), 1), 1, 1024);
    }

    int cores() {
        return (int) Math.clamp(Lenient.number(values.getOrDefault("cores", "1"), 1), 1, 4096);
    }

    /** Since 8 a property string: {@code current=8192}. */
    int memoryMiB() {
        var text = values.getOrDefault("memory", "512");
        var properties = PropertyString.parse(text);
        var number = properties.get("current").or(() -> properties.get("")).orElse(text);
        return (int) Math.clamp(Lenient.number(number, 512), 0, Integer.MAX_VALUE);
    }

    /** Names of all drives, in use or not. */
    TreeSet<String> drives() {
        var names = new TreeSet<String>();
        values.keySet().stream().filter(VmConfig::isDrive).forEach(names::add);
        return names;
    }

    static boolean isDrive(String key) {
        return DRIVE.matcher(key).matches();
    }

    /** Volume in each CD drive by slot. */
    Map<String, String> media() {
        var media = new TreeMap<String, String>();
        for (var slot : drives()) {
            var value = values.getOrDefault(slot, "");
            if (isCd(value)) {
                media.put(slot, volume(value));
            }
        }
        return media;
    }

    static boolean isCd(String value) {
        return PropertyString.parse(value).get("media").filter("cdrom"::equals).isPresent();
    }

    /** The part of a drive before its options. */
    static String volume(String value) {
        var properties = PropertyString.parse(value);
        return properties.get("").or(() -> properties.get("file")).orElse("");
    }
}
