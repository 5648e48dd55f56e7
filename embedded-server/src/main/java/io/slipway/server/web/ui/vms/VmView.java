package io.slipway.server.web.ui.vms;

import io.slipway.server.guest.GuestToken;
import io.slipway.server.guest.TokenState;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.RunGlance;
import io.slipway.server.provision.PowerAction;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One VM in the operator's words.
 *
 * @param power what is known of its power
 * @param token by which its guest proves itself; empty also for a reader who may not know
 */
record VmView(
        PageFrame frame, VmRow row, Tab tab, Optional<VmPower> power, Optional<GuestToken> token, Text jobs, Text own) {
    /** The parts of the page; each has an address. */
    enum Tab {
        FACTS("facts"),
        PROOF("proof"),
        ANSWER("answer"),
        ISO("iso"),
        HISTORY("history");

        private final String word;

        Tab(String word) {
            this.word = word;
        }

        /** The text in the address. */
        String word() {
            return word;
        }

        static Optional<Tab> find(String word) {
            return Arrays.stream(values()).filter(tab -> tab.word.equals(word)).findFirst();
        }
    }

    /**
     * Something known.
     *
     * @param mono whether it is read letter by letter, and copied
     */
    record Fact(String name, String value, boolean mono) {}

    static VmView of(PageFrame frame, VmRow row, Tab tab, Optional<VmPower> power, Optional<GuestToken> token) {
        return new VmView(frame, row, tab, power, token, frame.text("jobs"), frame.text("vms"));
    }

    Vm vm() {
        return row.line().vm();
    }

    String path() {
        return "/ui/vms/" + vm().id();
    }

    String link(Tab to) {
        return to == Tab.FACTS ? path() : path() + "?tab=" + to.word();
    }

    String name(Tab of) {
        return of == Tab.HISTORY ? own.get("history") : jobs.get("vm." + of.word());
    }

    /** What is not known has no row. */
    List<Fact> facts() {
        var vm = vm();
        var all = new ArrayList<Fact>();
        vm.addresses().forEach(address -> fact(all, "vm.address", address, true));
        fact(all, "vm.host", vm.hostName(), false);
        fact(all, "vm.number", vm.nativeId().orElse(""), true);
        fact(all, "vm.profile", row.line().profile().orElse(""), false);
        fact(all, "vm.computer", vm.metadata().path("computerName").asString(""), true);
        fact(all, "vm.account", vm.metadata().path("userName").asString(""), true);
        fact(all, "vm.mac", vm.mac().orElse(""), true);
        fact(all, "vm.created", frame.times().moment(vm.createdAt(), frame.now()), false);
        vm.seenAt()
                .ifPresent(at -> fact(
                        all,
                        "vm.seen",
                        frame.times().moment(at, frame.now()) + " · "
                                + frame.times().ago(at, frame.now()),
                        false));
        token.ifPresent(of -> fact(all, "vm.token", tokenWords(of), false));
        fact(all, "vm.id", vm.id(), true);
        return all;
    }

    private void fact(List<Fact> all, String key, String value, boolean mono) {
        if (!value.isEmpty()) {
            all.add(new Fact(jobs.get(key), value, mono));
        }
    }

    private String tokenWords(GuestToken of) {
        var times = frame.times();
        return switch (of.stateAt(frame.now())) {
            case ACTIVE ->
                own.get("token.active", times.moment(of.expiresAt(), frame.now()))
                        + of.firstSeenAt()
                                .map(at -> " · " + own.get("token.seen", times.moment(at, frame.now())))
                                .orElse("");
            case USED -> own.get("token.used", times.moment(of.usedAt().orElse(of.issuedAt()), frame.now()));
            case EXPIRED -> own.get("token.expired", times.moment(of.expiresAt(), frame.now()));
            case REVOKED -> own.get("token.revoked");
        };
    }

    /** Whether the VM can still prove itself, and this session may end that. */
    boolean revokes() {
        return frame.operates()
                && token.filter(of -> of.stateAt(frame.now()) == TokenState.ACTIVE)
                        .isPresent();
    }

    /** The run that is at work, or that is left as it is. */
    Optional<RunGlance> run() {
        return row.line().run();
    }

    private boolean atRest() {
        return vm().state() == Vm.State.PRESENT && run().filter(VmRow::going).isEmpty();
    }

    /** The changes of power that this session may order now. */
    List<PowerAction> powers() {
        return frame.operates() && atRest()
                ? Arrays.stream(PowerAction.values())
                        .filter(action -> VmPower.allows(power, action))
                        .toList()
                : List.of();
    }

    /** Whether it may be deleted; a deletion that was not finished may be ordered again. */
    boolean deletes() {
        boolean unfinished =
                vm().state() == Vm.State.DELETING && run().filter(VmRow::going).isEmpty();
        return frame.operates() && (atRest() || unfinished);
    }

    boolean reveals() {
        return frame.administers() && vm().state() == Vm.State.PRESENT;
    }

    /** Whether it may be running, so that a deletion must say whether it cuts its power. */
    boolean mayRun() {
        return power.isEmpty() || power.get().running();
    }

    String machine() {
        return vm().nativeId()
                .map(id -> jobs.get("vm.delete.machine", id, vm().hostName()))
                .orElseGet(() -> jobs.get("vm.delete.nomachine"));
    }
}
