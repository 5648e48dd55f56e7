package io.slipway.server.boot;

import io.slipway.server.host.HostNotes;
import io.slipway.server.hypervisor.pve.Notes;
import java.util.Optional;

/** An adapter's notes about one registered host, in our database. */
final class KeptNotes implements Notes {
    private final HostNotes notes;
    private final Optional<String> hostId;

    /** @param hostId empty while the host is only looked at; then there is nothing to note */
    KeptNotes(HostNotes notes, Optional<String> hostId) {
        this.notes = notes;
        this.hostId = hostId;
    }

    private String host() {
        return hostId.orElseThrow(() -> new IllegalStateException("a host that is not registered has no notes"));
    }

    @Override
    public void note(String path, String text) {
        notes.keep(host(), path, text);
    }

    @Override
    public Optional<String> readNote(String path) {
        return notes.read(host(), path);
    }

    @Override
    public void dropNote(String path) {
        notes.drop(host(), path);
    }
}
