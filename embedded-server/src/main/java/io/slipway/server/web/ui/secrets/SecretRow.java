package io.slipway.server.web.ui.secrets;

import io.slipway.server.vault.SecretBinding;
import io.slipway.server.vault.SecretMeta;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.StateShape;
import java.util.List;
import java.util.Map;

/**
 * What is told about one secret, in the operator's words; never a value.
 *
 * @param set when its present value was typed, with its version
 * @param used when it was last opened
 * @param readers what reads it
 */
record SecretRow(SecretMeta meta, String state, String kind, String set, String used, List<Reader> readers) {
    /**
     * A field that is filled from the secret.
     *
     * @param words such as {@code host pve-1 (password)}
     * @param link to what reads it; empty when this panel has no page for it
     */
    record Reader(SecretBinding binding, String words, String link) {}

    /**
     * The names of what reads secrets.
     *
     * @param bindings all of the tenant
     * @param hosts names by id
     * @param profiles names by id
     */
    record Known(List<SecretBinding> bindings, Map<String, String> hosts, Map<String, String> profiles) {}

    static SecretRow of(PageFrame frame, SecretMeta meta, Known known) {
        var text = frame.text("settings");
        var own = frame.text("websecrets");
        var times = frame.times();
        var since = meta.rotatedAt().orElse(meta.createdAt());
        var readers = known.bindings().stream()
                .filter(binding -> binding.secretId().equals(meta.id()))
                .map(binding -> reader(frame, binding, known))
                .toList();
        return new SecretRow(
                meta,
                text.get("secret.state." + meta.state()),
                own.get(meta.attached() ? "kind.attached" : "kind.named"),
                own.get("set.value", times.moment(since, frame.now()), String.valueOf(meta.version())),
                meta.usedAt().map(at -> times.moment(at, frame.now())).orElseGet(() -> text.get("never")),
                readers);
    }

    private static Reader reader(PageFrame frame, SecretBinding binding, Known known) {
        var target = binding.target();
        var id = target.scopeId();
        var text = frame.text("settings");
        var scope = text.get("scope." + target.scope());
        return switch (target.scope()) {
            case HOST ->
                new Reader(
                        binding,
                        text.get("secret.readBy", scope, known.hosts().getOrDefault(id, id), target.field()),
                        served(PageFrame.Place.HOSTS, id));
            case PROFILE ->
                new Reader(
                        binding,
                        text.get("secret.readBy", scope, known.profiles().getOrDefault(id, id), target.field()),
                        served(PageFrame.Place.PROFILES, id));
            case VM ->
                new Reader(
                        binding, text.get("secret.readBy", scope, id, target.field()), served(PageFrame.Place.VMS, id));
            case TENANT, BOT, AGENT -> new Reader(binding, text.get("secret.readBy", scope, id, target.field()), "");
        };
    }

    private static String served(PageFrame.Place place, String id) {
        boolean plain = id.matches("[A-Za-z0-9._-]+");
        return plain && PageFrame.served().contains(place) ? place.path() + "/" + id : "";
    }

    boolean lost() {
        return meta.state() == SecretMeta.State.NEEDS_REENTRY;
    }

    StateShape shape() {
        return lost() ? StateShape.NEEDS_YOU : StateShape.DONE;
    }

    String link() {
        return "/ui/secrets/" + meta.id();
    }
}
