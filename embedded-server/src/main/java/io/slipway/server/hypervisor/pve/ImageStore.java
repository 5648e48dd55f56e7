package io.slipway.server.hypervisor.pve;

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
}
