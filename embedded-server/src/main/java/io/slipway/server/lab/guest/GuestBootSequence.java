package io.slipway.server.lab.guest;

import java.util.Arrays;
import java.util.List;

/** What a guest does from power-on: the firmware's choice of a boot device, then the system found there. */
final class GuestBootSequence {
    private final Guests owner;
    private final Guest guest;

    GuestBootSequence(Guests owner, Guest guest) {
        this.owner = owner;
        this.guest = guest;
    }

    void run() throws InterruptedException {
        guest.enter(GuestPhase.FIRMWARE);
        if (guest.fault(GuestFault.NeverBoots.class) != null) {
            return;
        }
        try {
            boot();
        } catch (GuestFailure e) {
            guest.disk().problem(e.text());
            guest.disk().phase(GuestPhase.FAILED);
        }
    }

    private void boot() throws GuestFailure, InterruptedException {
        boolean windows = guest.conf().getOrDefault("ostype", "").startsWith("win");
        if (!windows) {
            new LinuxGuest(owner, guest).run(Disc.forLinux(guest.conf(), owner.cluster()));
            return;
        }
        var discs = Disc.forWindows(guest.conf(), owner.cluster());
        var system = new WindowsGuest(owner, guest, discs);
        if (guest.disk().installed()) {
            system.start();
        } else if (hasSystem()) {
            system.specializeClone();
        } else {
            bootInstaller(discs);
            system.install();
        }
    }

    /** A template whose tags say {@code sysprepped} has Windows on its disk already. */
    private boolean hasSystem() {
        return List.of(guest.conf().getOrDefault("tags", "").split(";", -1)).contains("sysprepped");
    }

    /** The empty disk boots nothing, so the firmware goes on to the first bootable CD of the order. */
    private void bootInstaller(List<Disc> discs) throws GuestFailure, InterruptedException {
        var order = guest.conf().getOrDefault("boot", "").replaceFirst("^order=", "");
        boolean found = Arrays.stream(order.split(";", -1)).anyMatch(device -> discs.stream()
                .anyMatch(disc -> disc.slot().equals(device) && disc.installsWindows()));
        if (!found) {
            throw new GuestFailure("no bootable device: neither the disk nor a CD of the boot order has a system");
        }
        if (owner.plan().needsKeyPress()) {
            guest.awaitKey();
        }
    }
}
