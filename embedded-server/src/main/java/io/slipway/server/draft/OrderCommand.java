package io.slipway.server.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A draft as a command of the command line. Pure; there is no secret in a draft. */
public final class OrderCommand {
    /** What every shell leaves alone within double quotes. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9 ._:,{}=/+-]+");

    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9._:/-]+");

    private OrderCommand() {}

    /**
     * The command; empty when a value has characters that shells read differently.
     *
     * @param draft one that makes a valid order
     */
    public static Optional<String> of(Draft draft) {
        var words = new ArrayList<String>(List.of("slipway", "provision"));
        option(words, "--host", draft.get(Draft.Key.HOST));
        option(words, "--template", draft.get(Draft.Key.TEMPLATE));
        option(words, "--profile", draft.get(Draft.Key.PROFILE));
        names(words, draft);
        option(words, "--cores", draft.get(Draft.Key.CORES));
        option(words, "--memory", draft.get(Draft.Key.MEMORY));
        option(words, "--disk", draft.get(Draft.Key.DISK));
        option(words, "--bridge", draft.get(Draft.Key.BRIDGE));
        option(words, "--vlan", draft.get(Draft.Key.VLAN));
        if (draft.has(Draft.Key.LINKED)) {
            words.add("--no-full-clone");
        }
        return words.stream().allMatch(word -> SAFE.matcher(word).matches())
                ? Optional.of(String.join(
                        " ", words.stream().map(OrderCommand::quoted).toList()))
                : Optional.empty();
    }

    private static void names(List<String> words, Draft draft) {
        var mode = draft.get(Draft.Key.MODE);
        if (mode.equals(Draft.LIST)) {
            var list = AddressList.parse(draft.get(Draft.Key.LINES));
            option(words, "--names", String.join(",", list.names()));
            if (!list.addresses().isEmpty()) {
                option(words, "--address", String.join(",", list.addresses()));
                network(words, draft);
            }
            return;
        }
        option(words, "--name-pattern", draft.get(Draft.Key.PATTERN));
        option(words, "--count", draft.get(Draft.Key.COUNT));
        option(words, "--first-number", draft.get(Draft.Key.FIRST));
        if (mode.equals(Draft.POOL)) {
            option(words, "--pool", draft.get(Draft.Key.FROM) + "-" + draft.get(Draft.Key.TO));
            network(words, draft);
        }
    }

    private static void network(List<String> words, Draft draft) {
        option(words, "--prefix", draft.get(Draft.Key.PREFIX));
        option(words, "--gateway", draft.get(Draft.Key.GATEWAY));
        option(words, "--dns", String.join(",", draft.get(Draft.Key.DNS).split("[,;\\s]+", -1)));
    }

    private static void option(List<String> words, String name, String value) {
        if (!value.isEmpty()) {
            words.add(name);
            words.add(value);
        }
    }

    private static String quoted(String word) {
        return BARE.matcher(word).matches() ? word : '"' + word + '"';
    }
}
