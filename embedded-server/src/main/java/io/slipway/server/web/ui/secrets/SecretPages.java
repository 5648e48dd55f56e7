package io.slipway.server.web.ui.secrets;

import io.javalin.http.Context;
import io.slipway.server.base.TenantId;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostAuth;
import io.slipway.server.vault.SecretMeta;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.ui.frame.ListAsked;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The secrets and one of them, with the vault that keeps them. What changes something is {@link SecretDeeds}'s and {@link VaultDeeds}'s. */
public final class SecretPages {
    private static final String LIVE = "secrets,hosts";

    private final UiParts parts;
    private final Pages pages;

    public SecretPages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    public List<UiPage> routes() {
        var all = new ArrayList<UiPage>();
        all.add(UiPage.show(
                        PageFrame.Place.SECRETS.path(),
                        "the secrets by name, never a value, and how the vault stands",
                        this::list)
                .with("q", "page"));
        all.add(UiPage.show("/ui/secrets/{secret}", "one secret: what reads it and when it was used", this::one));
        all.addAll(new SecretDeeds(parts).routes());
        all.addAll(new VaultDeeds(parts).routes());
        return List.copyOf(all);
    }

    private VaultView vault(Context context, PageFrame frame) {
        boolean keeper =
                frame.administers() && AdminGuard.caller(context).tenant().equals(TenantId.DEFAULT);
        return VaultView.of(frame, parts.vault(), parts.jobs().unfinishedRuns(), keeper);
    }

    private void list(Context context) {
        var asked = ListAsked.of(context);
        var frame = pages.frame(context, PageFrame.Place.SECRETS, PageFrame.Place.SECRETS.key(), LIVE);
        var vault = vault(context, frame);
        var rows = vault.open()
                ? rows(
                        frame,
                        context,
                        parts.secrets().list(AdminGuard.caller(context).tenant()))
                : List.<SecretRow>of();
        pages.show(context, "secrets/list.jte", frame, Map.of("view", SecretListView.of(frame, vault, asked, rows)));
    }

    private List<SecretRow> rows(PageFrame frame, Context context, List<SecretMeta> secrets) {
        var caller = AdminGuard.caller(context);
        var known = new SecretRow.Known(
                parts.secrets().bindings(caller.tenant()),
                parts.hosts().list(caller.tenant()).stream().collect(Collectors.toMap(Host::id, Host::name)),
                parts.profiles().names(caller));
        return secrets.stream().map(meta -> SecretRow.of(frame, meta, known)).toList();
    }

    private void one(Context context) {
        var caller = AdminGuard.caller(context);
        // While the vault is shut nothing is told of its secrets: the list says so, with the way to open it.
        if (!parts.vault().isOpen()) {
            context.redirect(PageFrame.Place.SECRETS.path());
            return;
        }
        var meta = require(context);
        var frame = pages.titled(context, PageFrame.Place.SECRETS, meta.label(), LIVE);
        var takers = parts.hosts().list(caller.tenant()).stream()
                .filter(host -> !(host.auth() instanceof HostAuth.KeyFile))
                .toList();
        var row = rows(frame, context, List.of(meta)).getFirst();
        pages.show(context, "secrets/secret.jte", frame, Map.of("view", SecretView.of(frame, row, takers)));
    }

    private SecretMeta require(Context context) {
        return Pages.subject(context, () -> parts.secrets()
                .require(AdminGuard.caller(context).tenant(), context.pathParam("secret")));
    }
}
