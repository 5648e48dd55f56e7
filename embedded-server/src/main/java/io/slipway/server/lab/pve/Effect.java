package io.slipway.server.lab.pve;

/**
 * One change of the laboratory's state.
 *
 * @param sequence counts from 1 in the order the changes began
 * @param vmid 0 for changes that concern no machine
 * @param name the machine's name, a volume id or a path
 * @param detail what exactly, without secrets: the laboratory receives none outside of files
 */
public record Effect(long sequence, Kind kind, int vmid, String name, String detail, Edge edge) {
    /** What changed. */
    public enum Kind {
        CLONE,
        SET,
        EJECT,
        START,
        STOP,
        SHUTDOWN,
        DESTROY,
        UNLOCK,
        RESIZE,
        TEMPLATE,
        UPLOAD,
        STAGE,
        FREE_ISO,
        SEND_KEY
    }

    /** When the hook sees it. */
    public enum Edge {
        BEFORE,
        AFTER
    }

    Effect at(Edge other) {
        return new Effect(sequence, kind, vmid, name, detail, other);
    }
}
