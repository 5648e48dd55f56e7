package io.slipway.server.hypervisor.pve;

import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.VmId;
import java.util.ArrayList;
import java.util.List;

/**
 * Who still needs an image. Proxmox deletes an attached one without a word and the next start fails.
 *
 * <p>Root asks the configuration files of all nodes, which hold pending changes and snapshots too. Others ask VM by VM.
 */
final class MediaUse {
    private final PveNode host;
    private final PveReads reads;

    MediaUse(PveNode host, PveReads reads) {
        this.host = host;
        this.reads = reads;
    }

    /** Numbers of the VMs whose configuration, pending changes or snapshots name the image. */
    List<String> users(MediaRef media) {
        return host.filesNaming(media.volume()).map(List::copyOf).orElseGet(() -> byTree(media));
    }

    private List<String> byTree(MediaRef media) {
        var users = new ArrayList<String>();
        for (var row : Lenient.rows(host.get("its VMs", "/nodes/" + host.node() + "/qemu"))) {
            long number = Lenient.number(row, "vmid", 0);
            if (number < 100 || number > 999_999_999) {
                continue;
            }
            var id = new VmId((int) number);
            if (uses(id, media)) {
                users.add(id.toString());
            }
        }
        return users;
    }

    private boolean uses(VmId id, MediaRef media) {
        var config = reads.config(id);
        if (config.isEmpty()) {
            return false;
        }
        if (!ApplyWork.slotsWith(media, config.get(), reads.pending(id)).isEmpty()) {
            return true;
        }
        for (var row : Lenient.rows(host.get("the snapshots of VM " + id, reads.qemu(id) + "/snapshot"))) {
            var name = Lenient.text(row, "name").orElse("");
            if (!name.matches("[A-Za-z][A-Za-z0-9_-]{1,63}") || name.equals("current")) {
                continue;
            }
            var snapshot =
                    VmConfig.of(host.get("a snapshot of VM " + id, reads.qemu(id) + "/snapshot/" + name + "/config"));
            if (snapshot.media().containsValue(media.volume())) {
                return true;
            }
        }
        return false;
    }
}
