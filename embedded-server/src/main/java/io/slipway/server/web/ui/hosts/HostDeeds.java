package io.slipway.server.web.ui.hosts;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.compat.TemplateMappings;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostLimits;
import io.slipway.server.text.Text;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.ui.frame.FormDocument;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;

/** What can be done to a host from its page; the same services refuse what the API refuses. */
final class HostDeeds {
    private static final String ONE = "/ui/hosts/{host}";
    private static final int LONGEST = 255;

    private final UiParts parts;
    private final TemplateMappings names;

    HostDeeds(UiParts parts, TemplateMappings names) {
        this.parts = parts;
        this.names = names;
    }

    List<UiPage> routes() {
        return List.of(
                UiPage.send(ONE + "/repin", Access.ADMIN, "pin the key or certificate a host shows now", this::repin),
                UiPage.send(ONE + "/resume", Access.ADMIN, "go on after the old key came back", this::resume),
                UiPage.send(ONE + "/confirm", Access.ADMIN, "take an altered record of a host as it is", this::confirm),
                UiPage.send(ONE + "/limits", Access.ADMIN, "say how far Slipway may go on a host", this::limits),
                UiPage.send(ONE + "/templates/map", Access.ADMIN, "let a name stand for a template", this::map),
                UiPage.send(ONE + "/templates/unmap", Access.ADMIN, "forget a name of a template", this::unmap),
                UiPage.send(ONE + "/remove", Access.ADMIN, "forget a host without VMs of ours", this::remove));
    }

    private Host host(Context context) {
        return parts.hosts().require(AdminGuard.caller(context).tenant(), context.pathParam("host"));
    }

    private static Text text(Context context) {
        return Text.of("hosts", Look.of(context).language());
    }

    private static void again(Context context, Host host) {
        Answers.json(context, Json.object().put("go", "/ui/hosts/" + host.id()));
    }

    private void repin(Context context) {
        var form = FormDocument.of(context, "fingerprint", "yes");
        var fingerprint = form.required("fingerprint", LONGEST);
        if (!form.ticked("yes")) {
            form.wrong("yes", text(context).get("fingerprint.needsYes"));
        }
        form.check();
        var host = host(context);
        parts.hosts().pins().repin(AdminGuard.caller(context), host, fingerprint);
        again(context, host);
    }

    private void resume(Context context) {
        FormDocument.of(context).check();
        var host = host(context);
        parts.hosts().pins().resume(AdminGuard.caller(context), host);
        again(context, host);
    }

    private void confirm(Context context) {
        var form = FormDocument.of(context, "record");
        var record = form.required("record", LONGEST);
        form.check();
        var host = host(context);
        parts.hosts().pins().confirm(AdminGuard.caller(context), host, record);
        again(context, host);
    }

    private void limits(Context context) {
        var form = FormDocument.of(context, "slots", "first", "last");
        int slots = form.number("slots", 1, HostLimits.MOST_SLOTS);
        int first = form.number("first", HostLimits.LOWEST_ID, HostLimits.HIGHEST_ID);
        int last = form.number("last", HostLimits.LOWEST_ID, HostLimits.HIGHEST_ID);
        if (last < first) {
            form.wrong("last", text(context).get("limits.wrong.ids"));
        }
        form.check();
        parts.hosts()
                .limit(AdminGuard.caller(context).tenant(), host(context).id(), new HostLimits(slots, first, last));
        Answers.json(context, Json.object().put("say", text(context).get("limits.saved")));
    }

    private void map(Context context) {
        var form = FormDocument.of(context, "name", "template");
        var name = form.required("name", TemplateMappings.LONGEST_NAME);
        if (!name.isEmpty() && !TemplateMappings.isName(name)) {
            form.wrong("name", text(context).get("wrong.mapping"));
        }
        int template = form.number("template", HostLimits.LOWEST_ID, HostLimits.HIGHEST_ID);
        form.check();
        var host = host(context);
        var present = parts.hosts().hypervisor(host).templates();
        names.put(AdminGuard.caller(context).tenant(), host, present, name, template);
        reload(context, "names.mapped", name, String.valueOf(template));
    }

    private void unmap(Context context) {
        var form = FormDocument.of(context, "name");
        var name = form.required("name", TemplateMappings.LONGEST_NAME);
        form.check();
        names.remove(AdminGuard.caller(context).tenant(), host(context).id(), name);
        reload(context, "names.forgotten", name);
    }

    private static void reload(Context context, String key, Object... arguments) {
        var said = Text.of("webhosts", Look.of(context).language()).get(key, arguments);
        Answers.json(context, Json.object().put("reload", true).put("say", said));
    }

    private void remove(Context context) {
        FormDocument.of(context).check();
        parts.hosts().remove(AdminGuard.caller(context).tenant(), host(context).id());
        Answers.json(context, Json.object().put("go", PageFrame.Place.HOSTS.path()));
    }
}
