package io.slipway.cli;

/** What a command wants from a control plane; matters only when it must start one itself. */
enum Use {
    /** Looks and edits. The started one works on no job and listens to no VM: nothing happens that nobody asked for. */
    LOOK,
    /** Starts or follows jobs. The started one works on them, and on those that an earlier process left unfinished. */
    WORK
}
