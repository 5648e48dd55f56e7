package io.slipway.server.syncthing;

import java.nio.file.Path;

/** Two of the programs that people run, on this machine; SKIPPED where there is none. */
public final class RealSyncthingPair implements SyncthingPair {
    private final Path folder;
    private final RealSyncthing ours;
    private final RealSyncthing theirs;

    private RealSyncthingPair(Path folder, RealSyncthing ours, RealSyncthing theirs) {
        this.folder = folder;
        this.ours = ours;
        this.theirs = theirs;
    }

    /** Whether the program is on the path. */
    public static boolean isThere() {
        return RealSyncthing.isThere();
    }

    /** @param key of the API of ours */
    public static RealSyncthingPair start(Path folder, String key) throws Exception {
        var ours = RealSyncthing.start(folder.resolve("ours"), key);
        try {
            return new RealSyncthingPair(folder, ours, RealSyncthing.start(folder.resolve("theirs"), "theirs-" + key));
        } catch (Exception | Error e) {
            ours.close();
            throw e;
        }
    }

    @Override
    public String url() {
        return ours.url();
    }

    @Override
    public String fingerprint() {
        return ours.fingerprint();
    }

    @Override
    public String own() {
        return ours.id();
    }

    @Override
    public String theirs() {
        return theirs.id();
    }

    /** Where ours keeps the folder's files. */
    public Path oursAt() {
        return folder.resolve("files-ours");
    }

    /** Where theirs keeps the folder's files. */
    public Path theirsAt() {
        return folder.resolve("files-theirs");
    }

    @Override
    public void ask() throws Exception {
        theirs.know(ours);
    }

    @Override
    public void leave() throws Exception {
        theirs.close();
    }

    @Override
    public void have() throws Exception {
        ours.have(FOLDER, oursAt());
    }

    @Override
    public void offer() throws Exception {
        theirs.have(FOLDER, theirsAt(), ours);
    }

    @Override
    public void close() throws Exception {
        try (ours) {
            theirs.close();
        }
    }
}
