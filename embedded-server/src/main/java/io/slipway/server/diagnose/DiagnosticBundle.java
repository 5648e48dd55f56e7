package io.slipway.server.diagnose;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a maker of the program needs to find a fault, read and cleaned, ready to be looked at and packed.
 *
 * <p>What was previewed is what is packed: the texts are kept until then, 32 MiB of them at most. Immutable.
 */
public final class DiagnosticBundle {
    /** The choice to leave names and addresses of hosts as they are. */
    public static final String HOST_NAMES = "host-names";

    /** Says what is in the bundle and what is not; always packed. */
    public static final String CONTENTS = "contents.json";

    private final Origin origin;
    private final List<BundleText> texts;
    private final SortedMap<String, String> missing;
    private final HostMask mask;
    /** Their sizes are those of the masked texts: masking megabytes takes seconds, so it is done once. */
    private final List<BundleEntry> entries;

    /**
     * Where a bundle comes from.
     *
     * @param id short enough to be read out on the telephone
     * @param version of the program
     * @param source the running server, or the data folder alone
     */
    record Origin(String id, Instant madeAt, String version, String source) {}

    DiagnosticBundle(Origin origin, Gathering.Gathered gathered, HostMask mask) {
        this.origin = origin;
        this.texts = gathered.texts();
        this.missing = gathered.missing();
        this.mask = mask;
        this.entries = entries(texts, mask);
    }

    private static List<BundleEntry> entries(List<BundleText> texts, HostMask mask) {
        var entries = new ArrayList<BundleEntry>();
        entries.add(new BundleEntry(
                HOST_NAMES, "names and addresses of the hosts; without it every entry says host-1 instead", false, 0));
        for (var text : texts) {
            long bytes = mask.clean(text.text()).getBytes(StandardCharsets.UTF_8).length;
            entries.add(new BundleEntry(text.name(), text.what(), true, bytes));
        }
        return List.copyOf(entries);
    }

    /** Short id, for example {@code D-7K3M9Q}; also inside the bundle. */
    public String id() {
        return origin.id();
    }

    /** How the file is usually called. */
    public String fileName() {
        return "slipway-diagnostics-" + id() + ".zip";
    }

    /** What can be ticked, in the order of the tree. */
    public List<BundleEntry> entries() {
        return entries;
    }

    /** What could not be read, and why, by name. */
    public SortedMap<String, String> missing() {
        return missing;
    }

    /**
     * The names of the entries that go along.
     *
     * @param without entries or folders to leave out
     * @param with entries or folders to take that would be left out
     * @throws SlipwayException BAD_REQUEST for a name that no entry has
     */
    public Set<String> ticked(Set<String> without, Set<String> with) {
        var all = entries();
        var unknown = new TreeSet<String>();
        for (var names : List.of(without, with)) {
            names.stream()
                    .filter(name -> all.stream().noneMatch(entry -> within(entry.name(), name)))
                    .filter(name -> missing.keySet().stream().noneMatch(gone -> within(gone, name)))
                    .forEach(unknown::add);
        }
        if (!unknown.isEmpty()) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "A bundle has no " + String.join(", no ", unknown) + ".",
                            "Look at the entries with `slipway diagnose --list`.")
                    .exception();
        }
        var ticked = new TreeSet<String>();
        for (var entry : all) {
            boolean taken = with.stream().anyMatch(name -> within(entry.name(), name));
            boolean left = without.stream().anyMatch(name -> within(entry.name(), name));
            if (!left && (taken || entry.ticked())) {
                ticked.add(entry.name());
            }
        }
        return ticked;
    }

    private static boolean within(String entry, String name) {
        var folder = name.endsWith("/") ? name : name + "/";
        return entry.equals(name) || entry.startsWith(folder);
    }

    /** Writes the zip with the ticked entries; the stream stays open. */
    public void write(OutputStream out, Set<String> ticked) throws IOException {
        UnaryOperator<String> shown = ticked.contains(HOST_NAMES) ? text -> text : mask::clean;
        var zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        put(zip, CONTENTS, Json.pretty(contents(ticked)));
        for (var text : texts) {
            if (ticked.contains(text.name())) {
                put(zip, text.name(), shown.apply(text.text()));
            }
        }
        zip.finish();
    }

    private void put(ZipOutputStream zip, String name, String text) throws IOException {
        if (name.contains("..") || name.contains("\\") || name.startsWith("/")) {
            throw new IOException("An entry would be unpacked outside of its folder: " + name);
        }
        var entry = new ZipEntry(name);
        entry.setTime(origin.madeAt().toEpochMilli());
        zip.putNextEntry(entry);
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    /** The preview, as the interface and the bundle itself show it. */
    public ObjectNode contents(Set<String> ticked) {
        var json = Json.object()
                .put("id", id())
                .put("file_name", fileName())
                .put("made_at", origin.madeAt().toString())
                .put("version", origin.version())
                .put("source", origin.source());
        var list = json.putArray("entries");
        entries().forEach(entry -> list.addObject()
                .put("name", entry.name())
                .put("what", entry.what())
                .put("bytes", entry.bytes())
                .put("ticked", ticked.contains(entry.name())));
        var gone = json.putArray("missing");
        missing.forEach((name, why) ->
                gone.addObject().put("name", name).put("why", ticked.contains(HOST_NAMES) ? why : mask.clean(why)));
        return json;
    }
}
