package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.ssh.Posix;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Who still needs an image. Proxmox deletes an attached one without a word and the next start fails.
 *
 * <p>Root asks the configuration files of all nodes, which hold pending changes and snapshots too. Others ask VM by VM.
 */
final class MediaUse {
    private static final Pattern FILE = Pattern.compile("/etc/pve/nodes/[^/]{1,63}/qemu-server/(\\d{3,9})\\.conf");

    private final PveShell shell;
    private final PveReads reads;

    MediaUse(PveShell shell, PveReads reads) {
        this.shell = shell;
        this.reads = reads;
    }

    /** Numbers of the VMs whose configuration, pending changes or snapshots name the image. */
    List<String> users(MediaRef media) {
        return shell.identity().root() ? byFiles(media) : byTree(media);
    }

    private List<String> byFiles(MediaRef media) {
        var answer = shell.script(
                "[ -d /etc/pve/nodes ] || exit 1; for f in /etc/pve/nodes/*/qemu-server/*.conf; do if [ -e \"$f\" ]; then grep -lF -- "
                        + Posix.quote(media.volume()) + " \"$f\"; fi; done; echo DONE");
        if (!answer.out().endsWith("DONE\n")) {
            throw HostWords.problem(ProblemCode.HOST_ANSWER, "The host did not tell who uses the image", answer)
                    .exception();
        }
        var users = new TreeSet<String>();
        answer.out().lines().forEach(line -> {
            var match = FILE.matcher(line);
            if (match.matches()) {
                users.add(match.group(1));
            }
        });
        return List.copyOf(users);
    }

    private List<String> byTree(MediaRef media) {
        var users = new ArrayList<String>();
        for (var row : Lenient.rows(shell.get("its VMs", "/nodes/" + shell.node() + "/qemu"))) {
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
        for (var row : Lenient.rows(shell.get("the snapshots of VM " + id, reads.qemu(id) + "/snapshot"))) {
            var name = Lenient.text(row, "name").orElse("");
            if (!name.matches("[A-Za-z][A-Za-z0-9_-]{1,63}") || name.equals("current")) {
                continue;
            }
            var snapshot =
                    VmConfig.of(shell.get("a snapshot of VM " + id, reads.qemu(id) + "/snapshot/" + name + "/config"));
            if (snapshot.media().containsValue(media.volume())) {
                return true;
            }
        }
        return false;
    }
}
