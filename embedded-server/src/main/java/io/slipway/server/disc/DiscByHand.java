package io.slipway.server.disc;

import io.slipway.server.answer.Seed;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.BoundProfiles;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.profile.ProfileDocument;
import java.util.Optional;

/**
 * The config disc of a machine that no host of ours knows, made of a profile as it stands in an editor or in the store: any other
 * hypervisor, or a real computer. As with an order, the caller's usual playbook goes onto it. Thread-safe; calls block on the store.
 */
public final class DiscByHand {
    private final BoundProfiles bound;
    private final Playbooks playbooks;
    private final DiscMaker maker;

    public DiscByHand(BoundProfiles bound, Playbooks playbooks, DiscMaker maker) {
        this.bound = bound;
        this.playbooks = playbooks;
        this.maker = maker;
    }

    /**
     * What somebody asked for.
     *
     * @param vmUuid a fresh id, by which the machine's token is known
     * @param profileId whose bound secrets fill the document; of a profile that was never stored it fills none
     * @param machine name of the machine
     * @param mac of its network card, six hex pairs
     * @param reports whether the machine shall report to us, by a token on the disc
     * @param seed of what the profile leaves to chance, so that it is what a preview showed; empty draws anew
     */
    public record Wanted(
            String vmUuid,
            String profileId,
            ProfileDocument document,
            String machine,
            Optional<String> mac,
            boolean reports,
            Optional<Seed> seed) {
        @Override
        public String toString() {
            return "Wanted[" + machine + "]";
        }
    }

    /** A disc and what it was made for; it holds passwords. */
    public record Disc(DiscOrder order, DiscMaker.Made made) {}

    /**
     * The files of the disc.
     *
     * @throws SlipwayException BAD_REQUEST when the profile needs a MAC address and none is given, or it is none; as
     *     {@link BoundProfiles#filled} and {@link DiscMaker#make}
     */
    public Disc make(Caller caller, Wanted wanted) {
        var document =
                bound.filled(caller, wanted.profileId(), wanted.document()).document();
        if (DiscOrder.needsMac(document) && wanted.mac().isEmpty()) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST, "The profile needs the MAC address of the machine's network card.")
                    .exception();
        }
        var order = DiscOrder.of(document, wanted.vmUuid(), wanted.machine());
        if (wanted.mac().isPresent()) {
            order = order.withMac(wanted.mac().get());
        }
        if (wanted.seed().isPresent()) {
            order = order.with(wanted.seed().get());
        }
        var playbook = playbooks.choose(caller, Optional.empty());
        if (playbook.isPresent()) {
            order = order.with(playbook.get());
        }
        if (wanted.reports()) {
            order = order.reporting();
        }
        return new Disc(order, maker.make(caller, order));
    }
}
