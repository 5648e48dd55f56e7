package io.slipway.desktop.link;

import java.util.Optional;

/**
 * A link that was understood. Whatever the grammar does not name is no link: another scheme, user or port parts, fragments, unknown or
 * repeated parameters, escapes of anything but printable ASCII, more than {@value #LONGEST} characters.
 *
 * <pre>
 * link    = "slipway://" ( "vm/" id | "profile?file=" path | "host?address=" name ["&amp;port=" number] | "pair?code=" code "&amp;hub=" name )
 * </pre>
 */
public sealed interface DeepLink {
    /** The link without what only its receiver shall know; for the audit trail. */
    default String shown() {
        return switch (this) {
            case ShowVm vm -> "slipway://vm/" + vm.id();
            case ImportProfile profile -> "slipway://profile?file=" + profile.file();
            case AddHost host -> "slipway://host?address=" + host.address() + "&port=" + host.port();
            case Pair pair -> "slipway://pair?hub=" + pair.hub();
        };
    }

    /** Characters of the longest link. */
    int LONGEST = 1024;

    /** Shows a VM. */
    record ShowVm(String id) implements DeepLink {}

    /** Opens the import of a profile file; the operator then sees what is in it. */
    record ImportProfile(String file) implements DeepLink {}

    /** Opens the form for a new host with its address filled in; the fingerprint is asked as always. */
    record AddHost(String address, int port) implements DeepLink {}

    /** Pairs with a hub; this version has none. */
    record Pair(String hub, String code) implements DeepLink {}

    /** Understands a link; empty when it is none. */
    static Optional<DeepLink> parse(String text) {
        return LinkGrammar.parse(text);
    }
}
