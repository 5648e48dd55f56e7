package io.slipway.server.web.ui.settings;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.syncthing.Syncthing;
import io.slipway.server.syncthing.SyncthingAddress;
import io.slipway.server.vault.SecretMeta;
import io.slipway.server.vault.SecretRef;
import io.slipway.server.web.ui.frame.UiParts;
import io.slipway.server.words.StateShape;
import java.util.List;
import java.util.Optional;

/**
 * Where Syncthing answers and which secret is its key.
 *
 * @param address empty also when something else than Slipway wrote what stands there, so that no form has it ready to be confirmed
 * @param key as the address
 * @param offered secrets that can be its key
 * @param altered why the stored address or key is not used; empty when nothing is known against them
 */
record SyncthingView(
        Optional<SyncthingAddress> address,
        Optional<SecretMeta> key,
        List<SecretMeta> offered,
        Optional<Problem> altered) {
    SyncthingView {
        offered = List.copyOf(offered);
    }

    static SyncthingView read(UiParts parts, Caller caller) {
        var tenant = caller.tenant();
        var all = parts.secrets().list(tenant);
        var named = all.stream().filter(meta -> !meta.attached()).toList();
        var altered = parts.syncthing().altered(tenant).or(() -> unreadable(parts, tenant));
        if (altered.isPresent()) {
            return new SyncthingView(Optional.empty(), Optional.empty(), named, altered);
        }
        var bound = parts.secrets().said(tenant, Syncthing.keyOf(tenant)).map(SecretRef::id);
        var key = all.stream().filter(meta -> bound.filter(meta.id()::equals).isPresent());
        return new SyncthingView(
                parts.syncthing().address(tenant),
                key.findFirst(),
                all.stream()
                        .filter(meta -> !meta.attached()
                                || bound.filter(meta.id()::equals).isPresent())
                        .toList(),
                Optional.empty());
    }

    /** With the vault shut nobody can tell who wrote what stands there, but it may be nothing that Slipway would write. */
    private static Optional<Problem> unreadable(UiParts parts, TenantId tenant) {
        try {
            parts.syncthing().address(tenant);
            return Optional.empty();
        } catch (SlipwayException e) {
            return Optional.of(Problem.of(
                    ProblemCode.SYNCTHING_RECORD_ALTERED,
                    "What is stored about Syncthing's address cannot be read: Slipway did not write it so."));
        }
    }

    /** Whether there is something to be forgotten. */
    boolean known() {
        return address.isPresent() || altered.isPresent();
    }

    boolean ready() {
        return address.isPresent() && key.isPresent();
    }

    private boolean unconfirmed() {
        return address.filter(found -> found.url().getScheme().equals("https")
                        && found.fingerprint().isEmpty())
                .isPresent();
    }

    /** The key of the sentence that says how it stands. */
    String state() {
        if (altered.isPresent()) {
            return "sync.altered";
        }
        if (address.isEmpty()) {
            return "sync.none";
        }
        if (key.isEmpty()) {
            return "sync.noKey";
        }
        return unconfirmed() ? "sync.unconfirmed" : "sync.ready";
    }

    StateShape shape() {
        if (ready() && !unconfirmed()) {
            return StateShape.DONE;
        }
        return altered.isEmpty() && address.isEmpty() && key.isEmpty() ? StateShape.OFF : StateShape.NEEDS_YOU;
    }

    String url() {
        return address.map(found -> found.url().toString()).orElse("");
    }

    String pin() {
        return address.flatMap(SyncthingAddress::fingerprint).orElse("");
    }

    String keyId() {
        return key.map(SecretMeta::id).orElse("");
    }
}
