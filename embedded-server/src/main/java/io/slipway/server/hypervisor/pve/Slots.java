package io.slipway.server.hypervisor.pve;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a config ISO can go: drives that Windows Setup and every firmware see without a driver.
 *
 * <p>High SATA numbers first, because templates use low ones; IDE last, because its few places are often taken. SCSI needs a
 * driver in Windows Setup and virtio cannot hold a CD.
 */
final class Slots {
    private static final List<String> ORDER =
            List.of("sata5", "sata4", "sata3", "sata2", "sata1", "sata0", "ide3", "ide2", "ide1", "ide0");

    private Slots() {}

    /** The first slot that is named nowhere. */
    static Optional<String> free(Set<String> taken) {
        return ORDER.stream().filter(slot -> !taken.contains(slot)).findFirst();
    }
}
