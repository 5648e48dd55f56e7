package io.slipway.server.disc;

import io.slipway.server.answer.ChoiceMaker;
import io.slipway.server.answer.Choices;
import io.slipway.server.answer.GeneratedSecrets;
import io.slipway.server.answer.Seed;
import io.slipway.server.answer.VmIdentity;
import io.slipway.server.base.Problem;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.ProfileWarning;
import io.slipway.server.provision.GuestEndpoints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Shows the files that a machine would get, without any secret in them. Thread-safe.
 *
 * <p>No secret is rendered in the first place: each password and token is replaced by a stand-in before the files are made, and
 * the stand-ins are shown as dots. So nothing can be forgotten, whatever form it takes in a file.
 */
public final class DiscPreview {
    /** What stands where a secret is. */
    public static final String DOTS = "\u2022\u2022\u2022\u2022";

    /** Shown for an adapter nobody named. */
    private static final String EXAMPLE_MAC = "BC:24:11:00:00:01";

    private final Supplier<GuestEndpoints> endpoints;

    public DiscPreview(Supplier<GuestEndpoints> endpoints) {
        this.endpoints = endpoints;
    }

    /** What came of it. */
    public sealed interface Result {}

    /**
     * The files as they would be.
     *
     * @param files in the order of the disc
     * @param choices what the seed decided
     * @param reports whether the guest would report to us; false while the listener for VMs is off
     */
    public record Shown(
            List<PreviewFile> files, Choices choices, Seed seed, List<ProfileWarning> warnings, boolean reports)
            implements Result {
        public Shown {
            files = List.copyOf(files);
            warnings = List.copyOf(warnings);
        }
    }

    /** Why there would be no files. */
    public record Refused(Problem problem) implements Result {}

    /** The files of the order; its token is shown as one, and none is issued. */
    public Result show(DiscOrder order) {
        try {
            return shown(order);
        } catch (SlipwayException e) {
            return new Refused(e.problem());
        }
    }

    private Shown shown(DiscOrder order) {
        var profile = order.profile();
        var reach = endpoints.get();
        var mac = order.mac().equals(DiscMaker.ANY_ADAPTER) ? EXAMPLE_MAC : order.mac();
        var identity = new VmIdentity(order.vmUuid(), order.vmName(), mac, 1, order.address());
        var seed = order.seed().orElseGet(() -> Seed.of(profile.revision(), identity.vmUuid()));
        var choices = ChoiceMaker.choose(profile, identity, seed);
        var standIns = new StandIns();
        var safe = profile.withStandIns(standIns::next);
        Map<String, Secret> generated = new LinkedHashMap<>();
        GeneratedSecrets.needed(profile.profile())
                .forEach((name, length) -> generated.put(name, Secret.of(standIns.next())));
        boolean reports = order.withToken() && reach.reachable();
        var token = reports ? Optional.of(Secret.of(standIns.token())) : Optional.<Secret>empty();
        var made = DiscMaker.render(order.with(safe), identity, choices, generated, token, reach);
        var files = made.files().entrySet().stream()
                .map(file -> PreviewFile.of(file.getKey(), file.getValue(), standIns))
                .toList();
        return new Shown(files, choices, seed, warnings(profile, safe, made.warnings()), reports);
    }

    /** What the profile itself warns of, then what only the files show; stand-ins are never weak, so their warnings do not count. */
    private static List<ProfileWarning> warnings(
            ProfileDocument profile, ProfileDocument safe, List<ProfileWarning> made) {
        var all = new LinkedHashSet<>(profile.warnings());
        var more = new ArrayList<>(made);
        more.removeAll(safe.warnings());
        all.addAll(more);
        return List.copyOf(all);
    }
}
