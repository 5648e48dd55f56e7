package io.slipway.server.host;

import io.slipway.server.base.Caller;
import io.slipway.server.base.LiveSecret;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.SecretRef;
import io.slipway.server.vault.SecretScope;
import io.slipway.server.vault.SecretTarget;
import io.slipway.server.vault.Secrets;

/**
 * The login passwords of hosts: each is a secret bound to its host, so that it is rotated like any other. Thread-safe.
 *
 * <p>Earlier versions of the product kept them as rows of {@code sealed_secret}; such a row moves at the start, or at its
 * first use when the vault was locked then.
 */
public final class HostPasswords {
    private final OperatorSecrets secrets;
    private final Secrets older;

    public HostPasswords(OperatorSecrets secrets, Secrets older) {
        this.secrets = secrets;
        this.older = older;
    }

    /** Keeps the password of a host, in place of the one it had. */
    void keep(TenantId tenant, String hostId, String hostName, Secret password) {
        secrets.keep(program(tenant), SecretTarget.hostPassword(hostId), label(hostName), password);
        older.remove(tenant, olderId(hostId));
    }

    /** A password to try before it is kept. */
    LiveSecret unstored(Secret password) {
        return secrets.unstored(password);
    }

    /** The host is forgotten. */
    void release(Host host) {
        release(host.tenant(), host.id());
    }

    /** As {@link #release(Host)} for one of which only the id is left. */
    void release(TenantId tenant, String hostId) {
        secrets.release(program(tenant), SecretScope.HOST, hostId);
        older.remove(tenant, olderId(hostId));
    }

    /** The password, in the newest version at each use. */
    LiveSecret of(Host host) {
        return new LiveSecret() {
            @Override
            public String stamp() {
                var ref = ref(host);
                return ref.id() + "/" + ref.version();
            }

            @Override
            public Lease open() {
                return secrets.open(program(host.tenant()), ref(host), "sign in to host " + host.name());
            }

            @Override
            public String toString() {
                return "***";
            }
        };
    }

    private SecretRef ref(Host host) {
        var target = SecretTarget.hostPassword(host.id());
        return secrets.bound(host.tenant(), target)
                .or(() -> {
                    move(host);
                    return secrets.bound(host.tenant(), target);
                })
                .orElseThrow(() -> missing(host));
    }

    /** Moves the password to where it belongs now; there already is success. */
    void move(Host host) {
        older.get(host.tenant(), olderId(host.id())).ifPresent(password -> {
            try (password) {
                var target = SecretTarget.hostPassword(host.id());
                secrets.move(program(host.tenant()), olderId(host.id()), target, label(host.name()), password);
            }
        });
    }

    private static SlipwayException missing(Host host) {
        return Problem.of(
                        ProblemCode.SSH_AUTH_FAILED,
                        "No password is bound to the host " + host.name() + ".",
                        "Bind one with `slipway secret bind`, or register the host again with its password.")
                .exception();
    }

    private static Caller program(TenantId tenant) {
        return new Caller(tenant, "slipway", Caller.Role.OPERATE);
    }

    private static String label(String hostName) {
        return "password of host " + hostName;
    }

    static String olderId(String hostId) {
        return "host-" + hostId;
    }
}
