package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Sha256;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.MediaUpload;
import io.slipway.server.hypervisor.RunMarker;

/** How bytes of images get to a storage, and how it is known that they are the right ones. */
interface ImageStore {
    /** Whether the image that lies on the storage now has the bytes of the upload. */
    boolean holds(MediaUpload upload, RunMarker marker);

    /** Brings the image to its storage, whatever an earlier attempt left. @return what the host said */
    Operations.End send(MediaUpload upload, RunMarker marker);

    /** Deletes an image without asking who uses it; one that is gone is fine. */
    HostAnswer free(MediaRef media);

    /** The image is gone, by whoever's hand; nothing of it needs to be remembered. */
    default void forget(MediaRef media) {}

    /** The same for each try, so a repeated upload replaces what a broken one left. */
    static String key(MediaRef media) {
        return Sha256.hex(media.volume()).substring(0, 32);
    }
}
