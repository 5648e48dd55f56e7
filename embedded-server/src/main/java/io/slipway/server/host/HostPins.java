package io.slipway.server.host;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What hosts prove themselves with: comparing it with what is pinned, pinning it anew, and letting the work go on.
 *
 * <p>Nothing here signs in to a host: keys and certificates are read before any credential would be sent. Thread-safe.
 */
public final class HostPins {
    private final HypervisorFactory factory;
    private final HostTrust trust;
    private final UnaryOperator<Host> current;
    private final Consumer<String> close;

    /**
     * @param current the host as it is stored now
     * @param close ends the connections to a host, by its id
     */
    HostPins(HypervisorFactory factory, HostTrust trust, UnaryOperator<Host> current, Consumer<String> close) {
        this.factory = factory;
        this.trust = trust;
        this.current = current;
        this.close = close;
    }

    /**
     * What is pinned beside what the host shows just now. Nobody signs in. A difference stops all work on the host.
     */
    public HostIdentity compare(Host host) {
        var now = current.apply(host);
        var proofs = new ArrayList<HostIdentity.Compared>();
        for (var proof : Proof.values()) {
            if (proof == Proof.SSH_KEY && now.byCertificate()) {
                continue;
            }
            var shown = shown(now, proof);
            note(now, proof, now.pin(proof), shown);
            proofs.add(new HostIdentity.Compared(proof, now.pin(proof), shown));
        }
        var alarms = trust.alarms(now);
        return new HostIdentity(
                now,
                proofs,
                alarms,
                trust.sightings(now),
                trust.look(now).map(problem -> HostRecordsSql.stamp(now, alarms)));
    }

    private void note(Host host, Proof proof, Optional<String> pinned, Optional<String> shown) {
        shown.ifPresent(fingerprint -> {
            trust.seen(host, proof, fingerprint);
            if (pinned.isPresent() && !Proof.same(pinned.get(), fingerprint)) {
                trust.raise(host, proof, pinned.get(), fingerprint);
            }
        });
    }

    private Optional<String> shown(Host host, Proof proof) {
        try {
            return Optional.of(fetch(host, proof));
        } catch (SlipwayException e) {
            if (e.problem().code() == ProblemCode.SSH_UNREACHABLE || e.problem().code() == ProblemCode.HOST_OFFLINE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String fetch(Host host, Proof proof) {
        return switch (proof) {
            case SSH_KEY -> factory.fetchHostKey(host.address(), host.port());
            case CERTIFICATE -> certificate(host);
        };
    }

    /** In the form in which it is pinned: a host that is driven by its API keeps it in place of a key. */
    private String certificate(Host host) {
        var shown = factory.fetchCertificate(host.address(), host.webPort());
        return host.byCertificate() ? Host.BY_CERTIFICATE + shown : shown;
    }

    /**
     * Pins the key or certificate that the host shows now, and lets its work go on.
     *
     * @param fingerprint exactly what is shown; its form tells the SSH key from the certificate
     * @return what is pinned now
     * @throws SlipwayException BAD_REQUEST, HOST_KEY_CHANGED when the host shows another one, SSH_UNREACHABLE, HOST_OFFLINE
     */
    public String repin(Caller caller, Host host, String fingerprint) {
        var now = current.apply(host);
        var proof = List.of(Proof.values()).stream()
                .filter(kind -> kind.fits(fingerprint))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                ProblemCode.BAD_REQUEST,
                                "A fingerprint is SHA256: and 43 characters, or 32 upper-case bytes in hex with colons.")
                        .exception());
        if (proof == Proof.SSH_KEY && now.byCertificate()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "This host is driven by its API; only its certificate is pinned.")
                    .exception();
        }
        var shown = fetch(now, proof);
        trust.seen(now, proof, shown);
        if (!Proof.same(shown, fingerprint)) {
            throw Problem.of(
                            ProblemCode.HOST_KEY_CHANGED,
                            "The host " + now.name() + " shows the " + proof.words() + " " + shown + " now, not "
                                    + fingerprint + ".",
                            "Compare it with the host's console and name exactly what is shown there.")
                    .exception();
        }
        var old = now.pin(proof).orElse("none");
        trust.repin(caller, now, proof, old, shown, () -> close.accept(now.id()));
        return shown;
    }

    /**
     * Lets the work on a stopped host go on because it shows what is pinned again.
     *
     * @throws SlipwayException WRONG_STATE when it is not stopped, HOST_KEY_CHANGED when it still shows something else,
     *     SSH_UNREACHABLE, HOST_OFFLINE
     */
    public void resume(Caller caller, Host host) {
        var now = current.apply(host);
        var alarms = trust.alarms(now);
        if (alarms.isEmpty()) {
            throw Problem.of(ProblemCode.WRONG_STATE, "The host " + now.name() + " is not stopped.")
                    .exception();
        }
        for (var alarm : alarms) {
            var pinned = now.pin(alarm.proof()).orElse(alarm.pinned());
            var shown = fetch(now, alarm.proof());
            note(now, alarm.proof(), Optional.of(pinned), Optional.of(shown));
            if (!Proof.same(shown, pinned)) {
                throw trust.refusal(now).orElseThrow().exception();
            }
        }
        for (var alarm : alarms) {
            trust.resume(caller, now, alarm.proof(), alarm.pinned());
        }
    }

    /**
     * Takes a host's altered record as it is, and lets its work go on if nothing else stops it.
     *
     * @param record names the content that was looked at, as {@link #compare} told it
     * @throws SlipwayException WRONG_STATE when the record is not altered, or has changed since; VAULT_LOCKED, VAULT_KEY_LOST
     */
    public void confirm(Caller caller, Host host, String record) {
        trust.requireOpen();
        var now = current.apply(host);
        if (trust.look(now).isEmpty()) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "What is stored about the host " + now.name()
                                    + " is what Slipway wrote; there is nothing to confirm.")
                    .exception();
        }
        if (!trust.confirm(caller, now, record, () -> close.accept(now.id()))) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "What is stored about the host " + now.name() + " is not what you looked at.",
                            "Look at it again with `slipway host compare " + now.name() + "`.")
                    .exception();
        }
    }

    /** A web server that is not there proves nothing; whoever needs it says so. */
    void checkCertificate(Host host) {
        var now = current.apply(host);
        if (now.tlsPin().isPresent() && trust.refusal(now).isEmpty()) {
            note(now, Proof.CERTIFICATE, now.tlsPin(), shown(now, Proof.CERTIFICATE));
        }
    }
}
