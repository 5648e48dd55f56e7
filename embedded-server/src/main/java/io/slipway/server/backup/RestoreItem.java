package io.slipway.server.backup;

import tools.jackson.databind.node.ObjectNode;

/**
 * What becomes of one object of a backup.
 *
 * @param kind of the object: host, profile, secret and so on
 * @param name as people know it
 * @param action what happens to it
 * @param reason why, for people; empty where the action says all
 */
public record RestoreItem(String kind, String name, Action action, String reason) {
    /** What happens to an object. */
    public enum Action {
        /** It is not here and is added. */
        ADD,
        /** It is here as in the backup. */
        SAME,
        /** It is here with other content; replaced only when that was asked for. */
        CONFLICT,
        /** It cannot be restored until somebody renames what is here. */
        BLOCKED,
        /** It is left out; the reason is a warning. */
        SKIP
    }

    /**
     * With what the change needs.
     *
     * @param row of the backup
     * @param id under which it is, or will be, here
     */
    record Planned(RestoreItem item, Part part, ObjectNode row, String id) {
        boolean changes(boolean replace) {
            return item.action == Action.ADD || item.action == Action.CONFLICT && replace;
        }
    }
}
