package io.slipway.server.hypervisor.pve.onboard;

import io.slipway.server.hypervisor.Right.Need;
import java.util.List;

/**
 * One command that a user who is not root must be able to run as root.
 *
 * @param allowed as it stands in a sudoers file; {@code *} stands for any arguments
 * @param sample the words of a call of this form, to ask {@code sudo -l} about
 * @param need which orders cannot do without it
 * @param purpose what Slipway does with it, in a few words
 */
public record SudoCommand(String allowed, List<String> sample, Need need, String purpose) {
    private static final String QM = "/usr/sbin/qm ";
    private static final String PVESH = "/usr/bin/pvesh ";
    private static final String PVESM = "/usr/sbin/pvesm ";

    /** All of them, in the order of the work. */
    public static final List<SudoCommand> ALL = List.of(
            needed(PVESH + "get *", "/usr/bin/pvesh get /version", "look at the host, its VMs and storages"),
            needed(
                    PVESH + "create /nodes/*/storage/*/upload *",
                    "/usr/bin/pvesh create /nodes/n/storage/s/upload --content iso",
                    "hand an uploaded config disc to its storage"),
            needed(PVESM + "path *", "/usr/sbin/pvesm path s:iso/x.iso", "find where a config disc lies"),
            needed(
                    "/usr/bin/sha256sum -- *",
                    "/usr/bin/sha256sum -- /var/lib/vz/template/iso/x.iso",
                    "check that a config disc arrived whole"),
            needed(QM + "clone *", "/usr/sbin/qm clone 9000 1000", "clone a template"),
            needed(QM + "set *", "/usr/sbin/qm set 1000 --cores 2", "set up a clone, insert and take out its disc"),
            needed(QM + "resize *", "/usr/sbin/qm resize 1000 scsi0 40G", "grow a new VM's disk"),
            needed(QM + "start *", "/usr/sbin/qm start 1000", "start a VM"),
            needed(QM + "stop *", "/usr/sbin/qm stop 1000", "stop a VM that is taken back"),
            needed(QM + "shutdown *", "/usr/sbin/qm shutdown 1000", "shut a VM down"),
            needed(QM + "destroy *", "/usr/sbin/qm destroy 1000", "delete a VM that Slipway made"),
            needed(QM + "unlock *", "/usr/sbin/qm unlock 1000", "take back a clone that was cut off"),
            needed(
                    PVESH + "delete /nodes/*/tasks/*",
                    "/usr/bin/pvesh delete /nodes/n/tasks/UPID",
                    "stop a clone that is cancelled"),
            needed(PVESM + "free *", "/usr/sbin/pvesm free s:iso/x.iso", "delete a config disc"),
            optional(
                    Need.KEYS,
                    QM + "sendkey *",
                    "/usr/sbin/qm sendkey 1000 ret",
                    "press a key when the installer asks for one"),
            optional(
                    Need.GUEST_COMMANDS,
                    QM + "guest exec *",
                    "/usr/sbin/qm guest exec 1000 -- true",
                    "run an order's commands in the guest"),
            optional(
                    Need.GUEST_COMMANDS,
                    QM + "guest exec-status *",
                    "/usr/sbin/qm guest exec-status 1000 1",
                    "hear how a command in the guest ended"),
            optional(Need.OPERATOR, QM + "status *", "/usr/sbin/qm status 1000", "the operator's `qm status`"),
            optional(Need.OPERATOR, QM + "reset *", "/usr/sbin/qm reset 1000", "the operator's `qm reset`"),
            optional(Need.OPERATOR, QM + "suspend *", "/usr/sbin/qm suspend 1000", "the operator's `qm suspend`"),
            optional(Need.OPERATOR, QM + "resume *", "/usr/sbin/qm resume 1000", "the operator's `qm resume`"),
            config(3),
            config(4),
            config(5),
            config(6),
            config(7),
            config(8),
            config(9));

    public SudoCommand {
        sample = List.copyOf(sample);
    }

    private static SudoCommand needed(String allowed, String sample, String purpose) {
        return new SudoCommand(allowed, List.of(sample.split(" ")), Need.ALWAYS, purpose);
    }

    private static SudoCommand optional(Need need, String allowed, String sample, String purpose) {
        return new SudoCommand(allowed, List.of(sample.split(" ")), need, purpose);
    }

    /** A star would also match further file names, so each length of a number has its own line. */
    private static SudoCommand config(int digits) {
        var folder = "/usr/bin/cat /etc/pve/qemu-server/";
        return optional(
                Need.OPERATOR,
                folder + "[1-9]" + "[0-9]".repeat(digits - 1) + ".conf",
                folder + "1".repeat(digits) + ".conf",
                "the operator's look at a VM's configuration");
    }

    /** The line of a sudoers file that gives it. */
    public String line(String user) {
        return user + " ALL=(root) NOPASSWD: " + allowed;
    }
}
