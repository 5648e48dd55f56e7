package io.slipway.server.hypervisor.pve;

import java.util.Optional;

/**
 * Short texts that prove what is ours where the host has no place for a marker: which drive we took, which image we uploaded,
 * what we were about to start. They survive a crash of ours. Thread-safe.
 */
public interface Notes {
    /**
     * Keeps a text durably, in one step.
     *
     * @param path a folder and a name: letters, digits, dot, underscore, hyphen
     * @param text one line, at most 4 KiB
     */
    void note(String path, String text);

    /** A text kept before. */
    Optional<String> readNote(String path);

    /** Removes a text; one that is gone is fine. */
    void dropNote(String path);
}
