package io.slipway.server.host;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.host.HypervisorFactory.ScriptResult;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.SecretMeta;
import io.slipway.server.vault.SecretRef;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets Slipway in on a host with few rights: runs a script of ours once as root, keeps the token it made, and registers the host
 * with it. The root password is used once and kept nowhere. Thread-safe.
 */
public final class HostOnboarding {
    private static final int LONGEST = 255;
    /** Proxmox makes a UUID. */
    private static final Pattern TOKEN_SECRET = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Hosts hosts;
    private final OperatorSecrets secrets;

    public HostOnboarding(Hosts hosts, OperatorSecrets secrets) {
        this.hosts = hosts;
        this.secrets = secrets;
    }

    /**
     * Where the script runs.
     *
     * @param hostKey the SSH key as the operator confirmed it
     */
    public record Where(String address, int port, String hostKey) {}

    /**
     * What runs.
     *
     * @param script POSIX shell, without a secret in it
     * @param token full name of the API token it makes; empty when it makes none
     */
    public record Script(String script, Optional<String> token) {}

    /**
     * Under which name and certificate the host is to be registered with the new token.
     *
     * @param port of its web server
     * @param pin the certificate as the operator confirmed it
     */
    public record Registration(String name, int port, String pin) {}

    /**
     * What came of it.
     *
     * @param token where the token's secret is kept until the host has it; empty when none was made
     * @param messages what the script said
     */
    public record Applied(Optional<SecretMeta> token, Optional<Host> host, List<String> messages) {
        public Applied {
            messages = List.copyOf(messages);
        }
    }

    /**
     * Runs the script and does what was asked with the token.
     *
     * @throws SlipwayException before anything is done: INVALID_NAME, DUPLICATE_NAME, TLS_PIN_MISMATCH, HOST_KEY_CHANGED; then
     *     HOST_ANSWER when the script fails, WRONG_STATE when the token was there before and nobody can tell its secret any more,
     *     and those of {@link Hosts#add}
     */
    public Applied apply(
            Caller caller, Where where, Secret rootPassword, Script script, Optional<Registration> wanted) {
        wanted.ifPresent(
                host -> hosts.requireNew(caller.tenant(), host.name(), where.address(), host.port(), host.pin()));
        var result = run(where, rootPassword, script.script());
        var messages = result.err()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (script.token().isEmpty()) {
            return new Applied(Optional.empty(), Optional.empty(), messages);
        }
        var token = script.token().get();
        var kept = keep(caller, where.address(), token, result.out());
        return new Applied(kept, wanted.map(host -> register(caller, where.address(), token, host, kept)), messages);
    }

    private ScriptResult run(Where where, Secret rootPassword, String script) {
        var result = hosts.runAsRoot(where.address(), where.port(), where.hostKey(), rootPassword, script);
        if (result.exitCode() != 0) {
            throw Problem.of(
                            ProblemCode.HOST_ANSWER,
                            "The script ended with " + result.exitCode() + ": " + lastWords(result.err()) + ".",
                            "Nothing is undone by itself; run it again after mending the cause, or with --remove.")
                    .exception();
        }
        return result;
    }

    private static String lastWords(String text) {
        var lines = text.lines().filter(line -> !line.isBlank()).toList();
        var last = lines.isEmpty() ? "it said nothing" : lines.getLast().strip();
        var clean = last.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
    }

    /**
     * The token's secret goes from the script's output into the vault and nowhere else; its name and the place are told.
     *
     * @return empty when the token was there before and its secret is not here: then nobody can tell it any more
     */
    private Optional<SecretMeta> keep(Caller caller, String address, String token, String out) {
        var label = "API token " + token + " of " + address;
        var known = secrets.list(caller.tenant()).stream()
                .filter(meta -> meta.label().equals(label))
                .findFirst();
        var line = out.lines().filter(text -> text.startsWith("{")).findFirst();
        if (line.isEmpty()) {
            return known;
        }
        try (var value = Secret.of(secretOf(token, line.get()))) {
            return Optional.of(
                    known.isPresent() ? secrets.rotate(caller, label, value) : secrets.create(caller, label, value));
        }
    }

    /** Checked, because what answers is not ours: a wrong one would be noticed at the first sign-in only. */
    private static String secretOf(String token, String line) {
        var json = parsed(line);
        var value = json.path("value").asString("");
        if (!token.equals(json.path("full-tokenid").asString(""))
                || !TOKEN_SECRET.matcher(value).matches()) {
            throw noToken();
        }
        return value;
    }

    private static ObjectNode parsed(String line) {
        try {
            return Json.parseObject(line);
        } catch (SlipwayException e) {
            // Its text may hold the secret, so it is not passed on.
            throw noToken();
        }
    }

    private static SlipwayException noToken() {
        return Problem.of(
                        ProblemCode.HOST_ANSWER,
                        "The script ran, but the host's answer is not the token it was asked for.",
                        "Take it back with --remove and try again.")
                .exception();
    }

    /** The secret moves from its own place to the host's; it stays where it is if the host cannot be registered. */
    private Host register(Caller caller, String address, String token, Registration wanted, Optional<SecretMeta> kept) {
        var meta = kept.orElseThrow(() -> Problem.of(
                        ProblemCode.WRONG_STATE,
                        "The token " + token
                                + " was there before, so nobody can tell its secret any more and"
                                + " the host is not registered.",
                        "Take it back with --remove, then do it again.")
                .exception());
        var ref = new SecretRef(meta.id(), meta.version());
        try (var lease = secrets.open(caller, ref, "register host " + wanted.name())) {
            var host = hosts.add(caller.tenant(), withToken(wanted, address, token, lease.value()));
            secrets.delete(caller, meta.id());
            return host;
        } catch (SlipwayException e) {
            var problem = e.problem();
            throw new SlipwayException(
                    Problem.of(
                            problem.code(),
                            "The script ran and the token is in the vault, but the host is not registered: "
                                    + problem.detail(),
                            "After mending the cause, do the same again; the token is used as it is."),
                    e);
        }
    }

    private static NewHost withToken(Registration wanted, String address, String token, Secret secret) {
        return new NewHost(
                wanted.name(),
                address,
                wanted.port(),
                token,
                Optional.empty(),
                Optional.empty(),
                Optional.of(secret),
                Optional.of(wanted.pin()),
                new TlsContact(wanted.port(), Optional.empty()),
                false,
                HostLimits.USUAL);
    }
}
