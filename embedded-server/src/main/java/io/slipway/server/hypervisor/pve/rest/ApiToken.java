package io.slipway.server.hypervisor.pve.rest;

import io.slipway.server.base.LiveSecret;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.regex.Pattern;

/**
 * An API token of Proxmox.
 *
 * @param id {@code user@realm!name}; not secret, it stands in every task's number
 * @param secret the part that was shown once, a UUID; opened for each request, so that a rotated one is used at once
 */
public record ApiToken(String id, LiveSecret secret) {
    private static final Pattern ID =
            Pattern.compile("[^\\s:/@!=\\p{Cntrl}]{1,60}@[A-Za-z][A-Za-z0-9._-]{1,31}![A-Za-z][A-Za-z0-9._-]{1,63}");
    private static final Pattern SECRET = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    public ApiToken {
        if (!ID.matcher(id).matches()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "An API token's id looks like user@realm!name.")
                    .exception();
        }
    }

    /** @throws io.slipway.server.base.SlipwayException BAD_REQUEST when the secret is none, before anything is sent */
    String header() {
        try (var lease = secret.open()) {
            var text = lease.value().reveal();
            if (!SECRET.matcher(text).matches()) {
                throw Problem.of(
                                ProblemCode.BAD_REQUEST,
                                "An API token's secret is a UUID, the value Proxmox shows once when the token is made.")
                        .exception();
            }
            return "PVEAPIToken=" + id + "=" + text;
        }
    }
}
