package io.slipway.server.web.ui.hosts;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.host.Proof;
import io.slipway.server.host.TlsContact;
import io.slipway.server.web.ui.frame.Address;
import io.slipway.server.web.ui.frame.FormDocument;
import java.util.Objects;
import java.util.Optional;

/**
 * A machine on its way to be a host, as the address of the page has it. Nothing in it is secret, and nothing in it is believed: what is
 * registered must show exactly the key or certificate that is named here.
 *
 * @param name in Slipway
 * @param port of its SSH server
 * @param web port of its web server
 * @param key its SSH key; empty when it showed none
 * @param certificate its web server's; empty when it showed none
 * @param confirmed whether the operator said that what it shows is what its console shows
 * @param way how Slipway is to sign in; empty takes the first that is possible
 */
record NewMachine(
        String address,
        int port,
        int web,
        String name,
        Optional<String> key,
        Optional<String> certificate,
        boolean confirmed,
        String way) {
    /** The fields that every step's form carries. */
    static final String[] FIELDS = {"address", "port", "web", "name", "key", "certificate"};

    static final int LONGEST = 255;
    private static final int SSH = 22;
    private static final int MOST = 65_535;

    /** From the address of a page. */
    static NewMachine of(Context context) {
        var key = query(context, "key");
        var certificate = query(context, "certificate");
        var confirmed = query(context, "confirmed");
        boolean fine = fits(key, Proof.SSH_KEY)
                && fits(certificate, Proof.CERTIFICATE)
                && (confirmed.isEmpty() || confirmed.equals("yes"))
                && printable(query(context, "address"))
                && printable(query(context, "name"));
        if (!fine) {
            throw wrong();
        }
        return new NewMachine(
                query(context, "address"),
                port(query(context, "port"), SSH),
                port(query(context, "web"), TlsContact.USUAL_PORT),
                query(context, "name"),
                given(key),
                given(certificate),
                confirmed.equals("yes"),
                query(context, "way"));
    }

    /** From a form; mistakes are noted there. */
    static NewMachine of(FormDocument form) {
        var key = form.text("key", LONGEST);
        var certificate = form.text("certificate", LONGEST);
        if (!fits(key.orElse(""), Proof.SSH_KEY) || !fits(certificate.orElse(""), Proof.CERTIFICATE)) {
            throw wrong();
        }
        return new NewMachine(
                form.required("address", LONGEST),
                form.number("port", 1, MOST),
                form.number("web", 1, MOST),
                form.text("name", LONGEST).orElse(""),
                key,
                certificate,
                false,
                "");
    }

    private static String query(Context context, String name) {
        return Objects.requireNonNullElse(context.queryParam(name), "");
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static boolean fits(String fingerprint, Proof proof) {
        return fingerprint.isEmpty() || proof.fits(fingerprint);
    }

    private static boolean printable(String text) {
        return text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
    }

    private static int port(String text, int usual) {
        if (text.isEmpty()) {
            return usual;
        }
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > MOST) {
            throw wrong();
        }
        return Integer.parseInt(text);
    }

    static RuntimeException wrong() {
        return Problem.of(ProblemCode.BAD_REQUEST, "There is no such step on the way to a new host.")
                .exception();
    }

    NewMachine showing(String called, Optional<String> hostKey, Optional<String> web443) {
        return new NewMachine(address, port, web, called, hostKey, web443, false, "");
    }

    NewMachine trusted() {
        return new NewMachine(address, port, web, name, key, certificate, true, "");
    }

    NewMachine by(String other) {
        return new NewMachine(address, port, web, name, key, certificate, true, other);
    }

    /** Whether it was looked at. */
    boolean seen() {
        return key.isPresent() || certificate.isPresent();
    }

    /** The address of the page that stands there. */
    String link() {
        var link = start();
        if (seen()) {
            link += key.map(text -> "&key=" + Address.encoded(text)).orElse("")
                    + certificate
                            .map(text -> "&certificate=" + Address.encoded(text))
                            .orElse("")
                    + (confirmed ? "&confirmed=yes" : "")
                    + (way.isEmpty() ? "" : "&way=" + Address.encoded(way));
        }
        return link;
    }

    /** The address of the first step, filled in. */
    String start() {
        return "/ui/hosts/add?address=" + Address.encoded(address) + "&port=" + port + "&web=" + web + "&name="
                + Address.encoded(name);
    }
}
