package io.slipway.server.lab;

import io.slipway.server.lab.guest.GuestFault;
import io.slipway.server.lab.pve.Faults;
import io.slipway.server.lab.pve.Flocks;
import io.slipway.server.lab.pve.TemplateSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What happened on the real node between the recorded commands, and which commands cannot be replayed. */
final class TranscriptScript {
    /** Changes the laboratory before a command. */
    interface Preparation {
        void run(Laboratory lab, LabClient root) throws InterruptedException;
    }

    private static final TemplateSpec SLOW = new TemplateSpec(
            8000,
            true,
            Map.of(
                    "boot", "order=scsi0",
                    "memory", "128",
                    "meta", "creation-qemu=10.1.2,ctime=1795178020",
                    "name", "slow-tpl",
                    "scsi0", "fast:8000/base-8000-disk-0.raw,size=1G",
                    "smbios1", "uuid=05cb85a1-6f1c-4b0c-9a2e-7d3f00000005",
                    "vmgenid", "05cb85a1-6f1c-4b0c-9a2e-7d3f00000006"));

    private final Map<Integer, Preparation> preparations = new HashMap<>();
    private final Map<Integer, String> skipped = new HashMap<>();
    private final List<Flocks.Held> held = new ArrayList<>();

    TranscriptScript() {
        skips();
        machines();
        interrupted();
        later();
    }

    @Nullable
    String skipped(int index) {
        return skipped.get(index);
    }

    void prepare(int index, Laboratory lab, LabClient root) throws InterruptedException {
        var preparation = preparations.get(index);
        if (preparation != null) {
            preparation.run(lab, root);
        }
    }

    private void skip(String reason, int... indexes) {
        IntStream.of(indexes).forEach(index -> skipped.put(index, reason));
    }

    private void skipRange(String reason, int from, int to) {
        IntStream.rangeClosed(from, to).forEach(index -> skipped.put(index, reason));
    }

    private void skips() {
        skip("ls -l of the measuring machine's folders", 24, 25, 80, 223, 280);
        skip("a text table for people; the adapter reads JSON", 38);
        skip("never answered there; hanging nodes have a test of their own", 41);
        skip("column width follows a value that was replaced in the recording", 49);
        skip("the guest image used there", 92, 93, 94);
        skip("the measuring node had no bridge configured, yet accepted vmbr0", 179, 324);
        skip("pvecm and pvenode are not part of the laboratory", 181, 347);
        skip("ps of the measuring machine", 191, 198, 202, 213);
        skip("the task index and error list depend on unrecorded commands", 204, 215, 228, 346);
        skip("another process ran a clone at the same moment; active tasks have a test of their own", 209, 230);
        skipRange("access management is not part of the laboratory", 233, 247);
        skip("qm showcmd is not part of the laboratory", 274, 276, 278);
        skip("asked for with a terminal, which the product never does", 293);
        skip("Proxmox's own cloud-init disks are not part of the laboratory", 297, 298, 299, 319, 320, 321);
        skip("that host's TPM emulator failed", 303);
        skip("help text", 308);
        skip("ha-manager was missing there", 326, 330);
    }

    /** Holds the lock of a machine until the next command has begun to wait for it. */
    private static void release(Laboratory lab, int vmid) throws InterruptedException {
        var held = lab.holdLock(vmid);
        Thread.ofVirtual().start(() -> {
            try {
                lab.cluster().flocks().awaitWaiter(vmid);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            held.close();
        });
    }

    private static void awaitAgent(LabClient root, int vmid) {
        for (int i = 0; i < 1000 && root.run("qm guest cmd " + vmid + " ping").code() != 0; i++) {
            Thread.onSpinWait();
        }
    }

    private void machines() {
        preparations.put(0, (lab, root) -> lab.putIso("local", "x.iso", new byte[409_600]));
        preparations.put(81, (lab, root) -> lab.putIso("local", "mini.iso", new byte[19_552_256]));
        preparations.put(85, (lab, root) -> lab.guestRules().fault("lin-01", new GuestFault.SilentAgent()));
        preparations.put(87, (lab, root) -> {
            lab.guestRules().clearFaults();
            awaitAgent(root, 110);
        });
        preparations.put(249, (lab, root) -> awaitAgent(root, 170));
        preparations.put(128, (lab, root) -> lab.putIso("local", "x.iso", new byte[409_600]));
        preparations.put(149, (lab, root) -> lab.putIso("local", "x.iso", new byte[409_600]));
    }

    private static void crashedClone(Laboratory lab, LabClient root, int vmid) {
        lab.faults().next("qm clone 8000 " + vmid, new Faults.CloneCrash());
        root.run("qm clone 8000 " + vmid + " --full 1");
    }

    private static void runningClone(Laboratory lab, LabClient root) throws InterruptedException {
        root.run("qm stop 150; qm unlock 150; qm destroy 150 --destroy-unreferenced-disks 1");
        root.out("qm clone 8000 150 --name killed --full 1");
        release(lab, 150);
    }

    private void interrupted() {
        preparations.put(182, (lab, root) -> {
            lab.cluster().add(SLOW, "pve1");
            crashedClone(lab, root, 150);
        });
        preparations.put(184, TranscriptScript::runningClone);
        preparations.put(193, (lab, root) -> {
            root.run("qm stop 150; qm destroy 150");
            crashedClone(lab, root, 150);
        });
        preparations.put(195, TranscriptScript::runningClone);
        preparations.put(205, (lab, root) -> {
            root.run("qm stop 150; qm destroy 150");
            crashedClone(lab, root, 150);
        });
        preparations.put(207, (lab, root) -> held.add(lab.holdLock(150)));
        preparations.put(208, (lab, root) -> held.removeFirst().close());
        preparations.put(210, (lab, root) -> root.run("qm unlock 150; qm destroy 150 --destroy-unreferenced-disks 1"));
        preparations.put(216, (lab, root) -> crashedClone(lab, root, 151));
        preparations.put(
                231,
                (lab, root) -> root.out("mkdir -p /run/pcagent; qm clone 8000 152 --name det --full 1"
                        + " >/run/pcagent/j1.log 2>&1 </dev/null; echo $? >/run/pcagent/j1.rc"));
    }

    private void later() {
        preparations.put(248, (lab, root) -> {
            root.out("qm clone 9001 160 --name rest-01; qm clone 9001 170 --name bot-01; qm set 170 --ide2"
                    + " local:iso/mini.iso,media=cdrom --sata0 none --boot 'order=ide2;sata0'");
        });
        preparations.put(281, (lab, root) -> {
            lab.putIso("local", "job42.iso", new byte[389_120]);
            lab.putIso("local", "web-01-seed.iso", new byte[389_120]);
        });
        preparations.put(283, (lab, root) -> root.out("qm clone 8000 180 --full 1"));
        preparations.put(284, (lab, root) -> root.out("qm destroy 180"));
        preparations.put(291, (lab, root) -> release(lab, 170));
        preparations.put(323, (lab, root) -> lab.putIso("local", "mini.iso", new byte[19_552_256]));
        preparations.put(327, (lab, root) -> lab.cluster().manage(300));
        preparations.put(331, (lab, root) -> lab.guestRules().fault("noagent", new GuestFault.IgnoresShutdown()));
        preparations.put(366, (lab, root) -> root.out("qm clone 9001 320 --name n"));
        preparations.put(372, (lab, root) -> lab.putIso("local", "v1.iso", new byte[2048]));
    }
}
