package io.slipway.desktop.link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The grammar of {@link DeepLink}. */
final class LinkGrammar {
    private static final String SCHEME = "slipway://";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9a-fA-F:]{2,39}]");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Pattern CODE = Pattern.compile("[0-9A-Z]{3,5}(-[0-9A-Z]{3,5}){1,3}");
    private static final Pattern VALUE = Pattern.compile("([!$'-*,-;=?-~]|%[2-7][0-9A-Fa-f])*");
    private static final int SSH = 22;
    private static final int LARGEST_PORT = 65_535;

    private LinkGrammar() {}

    static Optional<DeepLink> parse(String text) {
        if (text.length() > DeepLink.LONGEST || !text.startsWith(SCHEME)) {
            return Optional.empty();
        }
        var rest = text.substring(SCHEME.length());
        if (rest.startsWith("vm/")) {
            var id = rest.substring("vm/".length());
            return ID.matcher(id).matches() ? Optional.of(new DeepLink.ShowVm(id)) : Optional.empty();
        }
        int mark = rest.indexOf('?');
        if (mark < 0) {
            return Optional.empty();
        }
        var parameters = parameters(rest.substring(mark + 1));
        return switch (rest.substring(0, mark)) {
            case "profile" -> parameters.flatMap(LinkGrammar::profile);
            case "host" -> parameters.flatMap(LinkGrammar::host);
            case "pair" -> parameters.flatMap(LinkGrammar::pair);
            default -> Optional.empty();
        };
    }

    private static Optional<DeepLink> profile(Map<String, String> given) {
        var file = given.get("file");
        return given.size() == 1 && file != null && !file.isEmpty()
                ? Optional.of(new DeepLink.ImportProfile(file))
                : Optional.empty();
    }

    private static Optional<DeepLink> host(Map<String, String> given) {
        var address = given.get("address");
        var port = given.get("port");
        int expected = port == null ? 1 : 2;
        if (given.size() != expected
                || address == null
                || !NAME.matcher(address).matches()) {
            return Optional.empty();
        }
        if (port == null) {
            return Optional.of(new DeepLink.AddHost(address, SSH));
        }
        return NUMBER.matcher(port).matches() && Integer.parseInt(port) <= LARGEST_PORT
                ? Optional.of(new DeepLink.AddHost(address, Integer.parseInt(port)))
                : Optional.empty();
    }

    private static Optional<DeepLink> pair(Map<String, String> given) {
        var hub = given.get("hub");
        var code = given.get("code");
        return given.size() == 2
                        && hub != null
                        && NAME.matcher(hub).matches()
                        && code != null
                        && CODE.matcher(code).matches()
                ? Optional.of(new DeepLink.Pair(hub, code))
                : Optional.empty();
    }

    /** Empty when a parameter comes twice, has no name, or holds what must not be there. */
    private static Optional<Map<String, String>> parameters(String query) {
        var found = new LinkedHashMap<String, String>();
        for (var part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals < 1 || !VALUE.matcher(part.substring(equals + 1)).matches()) {
                return Optional.empty();
            }
            if (found.put(part.substring(0, equals), unescape(part.substring(equals + 1))) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    private static String unescape(String value) {
        var plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            if (letter == '%') {
                letter = (char) Integer.parseInt(value.substring(i + 1, i + 3), 16);
                i += 2;
            }
            plain.append(letter);
        }
        return plain.toString();
    }
}
