package io.slipway.server.web.ui.frame;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Words in the address of a page. */
public final class Address {
    private Address() {}

    /** Percent-encoded so that it may stand in a path as well as in a query (RFC 3986 2.1): a space is {@code %20}, never {@code +}. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
