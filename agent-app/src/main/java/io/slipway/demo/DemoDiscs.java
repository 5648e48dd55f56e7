package io.slipway.demo;

import io.slipway.iso.read.IsoEntry;
import io.slipway.iso.read.IsoReader;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.Sha256;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.pve.Effect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The config discs as they lay on the laboratory's host when their VMs started; after the installation they are gone. The texts are
 * cleaned of the run's secrets while these are known, so that none is kept here. Thread-safe.
 */
public final class DemoDiscs {
    private static final String OURS = "slipway-";
    private static final String STORAGE = "local";
    private static final int LONGEST_TEXT = 1 << 20;

    private final Laboratory lab;
    private final Redactor redactor;
    private final List<Disc> discs = new CopyOnWriteArrayList<>();

    /** A file of a disc; the text is empty for what is none. */
    public record DiscFile(String path, long size, String text) {}

    /** A disc. */
    public record Disc(String name, long size, String sha256, List<DiscFile> files) {
        public Disc {
            files = List.copyOf(files);
        }
    }

    DemoDiscs(Laboratory lab, Redactor redactor) {
        this.lab = lab;
        this.redactor = redactor;
        lab.onEffect(this::seen);
    }

    /** The disc of a run. */
    public Optional<Disc> of(String runId) {
        return discs.stream()
                .filter(disc -> disc.name().equals(OURS + runId + ".iso"))
                .findFirst();
    }

    private void seen(Effect effect) {
        if (effect.kind() == Effect.Kind.START && effect.edge() == Effect.Edge.BEFORE) {
            lab.isoFiles(STORAGE).stream()
                    .filter(iso -> iso.name().startsWith(OURS) && iso.bytes().length > 0)
                    .filter(iso -> discs.stream().noneMatch(disc -> disc.name().equals(iso.name())))
                    .forEach(iso -> read(iso).ifPresent(discs::add));
        }
    }

    private Optional<Disc> read(Laboratory.IsoFile iso) {
        try (var reader = IsoReader.open(iso.bytes())) {
            var files = new ArrayList<DiscFile>();
            for (var entry : reader.entries(reader.bestView())) {
                if (entry.kind() == IsoEntry.Kind.FILE) {
                    var text = entry.size() > LONGEST_TEXT
                            ? ""
                            : new String(entry.bytes(LONGEST_TEXT), StandardCharsets.UTF_8);
                    files.add(new DiscFile(entry.path().replaceFirst("^/", ""), entry.size(), redactor.clean(text)));
                }
            }
            return Optional.of(new Disc(iso.name(), iso.size(), Sha256.hex(iso.bytes()), files));
        } catch (IOException | RuntimeException e) {
            // What cannot be read is not shown; the guest reads it by itself and says what is wrong.
            return Optional.empty();
        }
    }
}
