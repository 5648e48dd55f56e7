package io.slipway.server.syncthing;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a Syncthing answers.
 *
 * <p>The API key travels in a header, so plain http is for this machine only. Elsewhere it is https with the certificate that
 * the operator confirmed: Syncthing makes its own.
 *
 * @param url scheme, host and port, nothing else
 * @param fingerprint SHA-256 of the certificate in upper-case hex with colons; present with https
 */
public record SyncthingAddress(URI url, Optional<String> fingerprint) {
    private static final Pattern FINGERPRINT = Pattern.compile("(?:[0-9A-F]{2}:){31}[0-9A-F]{2}");
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "[::1]", "localhost");

    /**
     * Checks what an operator typed.
     *
     * @throws SlipwayException BAD_REQUEST naming what is wrong
     */
    public static SyncthingAddress of(String url, Optional<String> fingerprint) {
        var parsed = parse(url);
        boolean secure = parsed.getScheme().equals("https");
        if (!secure && !THIS_MACHINE.contains(parsed.getHost().toLowerCase(Locale.ROOT))) {
            throw wrong("/url", "must be https: the API key would cross the network for everybody to read");
        }
        var pin = fingerprint.map(text -> text.toUpperCase(Locale.ROOT));
        if (pin.isPresent() && !FINGERPRINT.matcher(pin.get()).matches()) {
            throw wrong("/fingerprint", "must be a SHA-256 in hex with colons");
        }
        if (!secure && pin.isPresent()) {
            throw wrong("/fingerprint", "has no effect without https");
        }
        return new SyncthingAddress(parsed, pin);
    }

    boolean secure() {
        return url.getScheme().equals("https");
    }

    private static URI parse(String text) {
        try {
            var url = new URI(text);
            var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if (!Set.of("http", "https").contains(scheme) || url.getHost() == null) {
                throw wrong("/url", "must begin with https:// and name a host");
            }
            var path = url.getRawPath() == null ? "" : url.getRawPath();
            if (url.getRawUserInfo() != null
                    || url.getRawQuery() != null
                    || url.getRawFragment() != null
                    || !Set.of("", "/").contains(path)) {
                throw wrong("/url", "must be scheme, host and port, and nothing else");
            }
            if (url.getPort() == 0 || url.getPort() > 65_535) {
                throw wrong("/url", "has no port from 1 to 65535");
            }
            return new URI(scheme, null, url.getHost(), url.getPort(), null, null, null);
        } catch (URISyntaxException e) {
            throw wrong("/url", "is not an address");
        }
    }

    private static SlipwayException wrong(String pointer, String message) {
        return Problem.of(
                        ProblemCode.BAD_REQUEST,
                        "The address of Syncthing is not usable: " + pointer + " " + message + ".",
                        List.of(new FieldError(pointer, message)))
                .exception();
    }
}
