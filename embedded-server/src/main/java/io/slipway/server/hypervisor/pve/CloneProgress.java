package io.slipway.server.hypervisor.pve;

import java.util.regex.Pattern;

/**
 * How far a clone is, from the lines it prints.
 *
 * <p>Proxmox counts each disk from 0 to 100 on its own; we weigh the disks by their size. Other storages print other lines,
 * which change nothing.
 */
final class CloneProgress {
    private static final Pattern DRIVE =
            Pattern.compile("create (?:full|linked) clone of drive ([a-z]{3,9}\\d{1,2}) .*");
    private static final Pattern PERCENT = Pattern.compile(".*\\((\\d{1,3})(?:\\.\\d{1,4})?%\\)\\s*");

    private final VmConfig template;
    private final long total;
    private long done;
    private long current;
    private int last;

    CloneProgress(VmConfig template) {
        this.template = template;
        this.total = Math.max(
                1,
                template.drives().stream()
                        .filter(slot -> !VmConfig.isCd(template.get(slot).orElse("")))
                        .mapToLong(this::size)
                        .sum());
    }

    /** @return 0 to 100, never less than before */
    int after(String line) {
        if (line.length() > 1000) {
            return last;
        }
        var drive = DRIVE.matcher(line);
        var percent = PERCENT.matcher(line);
        if (drive.matches()) {
            done += current;
            current = size(drive.group(1));
            raise(done);
        } else if (percent.matches()) {
            raise(done + (long) (current / 100.0 * Math.min(100, Integer.parseInt(percent.group(1)))));
        }
        return last;
    }

    private void raise(long bytes) {
        last = Math.max(last, (int) Math.min(100, bytes * 100.0 / total));
    }

    private long size(String slot) {
        return Math.max(
                100,
                template.get(slot).map(value -> Disk.of(slot, value).bytes()).orElse(0L));
    }
}
