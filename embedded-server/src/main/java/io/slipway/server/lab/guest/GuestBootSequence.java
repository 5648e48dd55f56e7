package io.slipway.server.lab.guest;

/** What a guest does from power-on. */
final class GuestBootSequence {
    private final Guests owner;
    private final Guest guest;

    GuestBootSequence(Guests owner, Guest guest) {
        this.owner = owner;
        this.guest = guest;
    }

    void run() throws InterruptedException {
        guest.enter(GuestPhase.FIRMWARE);
        guest.disk()
                .network(owner.plan().dhcpPrefix() + "." + (guest.vmid() % 200 + 20), "24", "", java.util.List.of());
        guest.enter(GuestPhase.READY);
        guest.startAgent();
    }
}
