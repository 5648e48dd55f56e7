package io.slipway.server.syncthing;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What can be done on a Syncthing: approve and the basics, as requirements C-10 says. */
public enum SyncthingAction {
    STATUS("status", false, "version, own id and uptime"),
    DEVICES("devices", false, "known devices and whether they are connected"),
    FOLDERS("folders", false, "shared folders"),
    PENDING("pending", false, "devices and folders that ask to be approved"),
    APPROVE_DEVICE("approve-device", true, "let a pending device in", "device_id", "name"),
    APPROVE_FOLDER(
            "approve-folder", true, "share a folder of ours with a device that offers it", "folder_id", "device_id"),
    DISMISS_DEVICE("dismiss-device", true, "forget that a device asked", "device_id"),
    PAUSE("pause", true, "pause a device", "device_id"),
    RESUME("resume", true, "resume a device", "device_id"),
    SCAN("scan", true, "look for changes in a folder now", "folder_id");

    private final String word;
    private final boolean changes;
    private final String summary;
    private final Set<String> params;

    SyncthingAction(String word, boolean changes, String summary, String... params) {
        this.word = word;
        this.changes = changes;
        this.summary = summary;
        this.params = Set.of(params);
    }

    /** By its word in the route. */
    public static Optional<SyncthingAction> of(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word.equals(word))
                .findFirst();
    }

    public String word() {
        return word;
    }

    /** Whether it changes something. */
    public boolean changes() {
        return changes;
    }

    /** One sentence fragment for the documentation. */
    public String summary() {
        return summary;
    }

    /** Names of its parameters. */
    public Set<String> params() {
        return params;
    }
}
