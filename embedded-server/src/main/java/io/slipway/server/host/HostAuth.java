package io.slipway.server.host;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How we sign in to a host, as stored: references only. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HostAuth.Password.class, name = "password"),
    @JsonSubTypes.Type(value = HostAuth.KeyFile.class, name = "key-file"),
    @JsonSubTypes.Type(value = HostAuth.ApiToken.class, name = "api-token")
})
public sealed interface HostAuth {
    /**
     * A password: the secret bound to the host's field {@code password}.
     *
     * @param secretId the row where versions of the product before the bindings kept it
     */
    record Password(String secretId) implements HostAuth {}

    /**
     * A private key in a file of this machine.
     *
     * @param path absolute
     */
    record KeyFile(String path) implements HostAuth {}

    /**
     * The secret half of an API token, kept sealed; the host's user name is the token's id. Such a host is driven by its REST
     * API, and its pin is that of its certificate.
     *
     * @param secretId where
     */
    record ApiToken(String secretId) implements HostAuth {}
}
