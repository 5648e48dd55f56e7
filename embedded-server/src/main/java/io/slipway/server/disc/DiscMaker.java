package io.slipway.server.disc;

import io.slipway.server.answer.AnswerFiles;
import io.slipway.server.answer.AnswerRequest;
import io.slipway.server.answer.ChoiceMaker;
import io.slipway.server.answer.Choices;
import io.slipway.server.answer.ConfigFiles;
import io.slipway.server.answer.GeneratedSecrets;
import io.slipway.server.answer.Seed;
import io.slipway.server.answer.VmIdentity;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.guest.IssuedToken;
import io.slipway.server.guest.TokenOrder;
import io.slipway.server.profile.ProfileWarning;
import io.slipway.server.provision.GuestEndpoints;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the files of a config disc by hand. Thread-safe.
 *
 * <p>The files are made twice: first with a stand-in for the token, so that a profile that cannot be rendered does not end the
 * token the VM has.
 */
public final class DiscMaker {
    /** Stands for an adapter nobody named; never written to a disc. */
    public static final String ANY_ADAPTER = "00:00:00:00:00:00";

    private static final String PROVISION = "provision.json";
    private static final Secret STAND_IN = Secret.of("eyJ0cmlhbCI6MX0.eyJ0cmlhbCI6MX0.stand-in");

    private final GuestTokens tokens;
    private final Supplier<GuestEndpoints> endpoints;
    private final SecureRandom random = new SecureRandom();

    public DiscMaker(GuestTokens tokens, Supplier<GuestEndpoints> endpoints) {
        this.tokens = tokens;
        this.endpoints = endpoints;
    }

    /** What was made: files with secrets, so it goes to the caller and nowhere else. */
    public record Made(
            Map<String, byte[]> files, Choices choices, Optional<IssuedToken> token, List<ProfileWarning> warnings) {
        public Made {
            warnings = List.copyOf(warnings);
        }

        @Override
        public String toString() {
            return "Made" + files.keySet();
        }
    }

    /**
     * The files, with a fresh token where one is wanted.
     *
     * @throws io.slipway.server.base.SlipwayException WRONG_STATE when guests cannot reach us, FORBIDDEN for somebody else's
     *     VM, or as {@link AnswerFiles#render}
     */
    public Made make(Caller caller, DiscOrder wanted) {
        var reach = endpoints.get();
        if (wanted.withToken() && !reach.reachable()) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The listener for VMs is off, so a VM could not report to Slipway.",
                            "Switch the LAN listener on, or make a disc without a token.")
                    .exception();
        }
        var identity = new VmIdentity(wanted.vmUuid(), wanted.vmName(), wanted.mac(), 1, wanted.address());
        var choices = ChoiceMaker.choose(
                wanted.profile(),
                identity,
                wanted.seed().orElseGet(() -> Seed.of(wanted.profile().revision(), identity.vmUuid())));
        var generated = GeneratedSecrets.make(wanted.profile().profile(), random);
        if (!wanted.withToken()) {
            var files = render(wanted, identity, choices, generated, Optional.empty(), reach);
            return made(wanted, files, generated, Optional.empty());
        }
        render(wanted, identity, choices, generated, Optional.of(STAND_IN), reach);
        var issued = tokens.issue(
                caller, new TokenOrder(identity.vmUuid(), Optional.empty(), Optional.empty(), wanted.playbook()));
        var files = render(wanted, identity, choices, generated, Optional.of(issued.text()), reach);
        return made(wanted, files, generated, Optional.of(issued));
    }

    static ConfigFiles render(
            DiscOrder wanted,
            VmIdentity identity,
            Choices choices,
            Map<String, Secret> generated,
            Optional<Secret> token,
            GuestEndpoints reach) {
        return AnswerFiles.render(new AnswerRequest(
                wanted.profile(),
                identity,
                choices,
                generated,
                token,
                reach.urls(),
                reach.pins(),
                reach.caPem(),
                wanted.playbook(),
                Optional.empty(),
                wanted.kind(),
                wanted.firmware(),
                reach.loopback()));
    }

    private static Made made(
            DiscOrder wanted, ConfigFiles made, Map<String, Secret> generated, Optional<IssuedToken> token) {
        var warnings = new ArrayList<>(made.warnings());
        if (!generated.isEmpty()) {
            warnings.add(new ProfileWarning(
                    "",
                    "passwords were generated for this VM; they are in these files only and cannot be shown later"));
        }
        var files = new LinkedHashMap<>(made.files());
        if (wanted.mac().equals(ANY_ADAPTER)) {
            files.computeIfPresent(PROVISION, (name, bytes) -> withoutAdapter(bytes));
        }
        return new Made(files, made.choices(), token, warnings);
    }

    /** An empty {@code mac} lets START.ps1 take the first adapter that is up. */
    private static byte[] withoutAdapter(byte[] provision) {
        var json = Json.parseObject(new String(provision, StandardCharsets.UTF_8));
        json.put("mac", "");
        return (Json.pretty(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
