package io.slipway.server.web.ui.artifacts;

import io.javalin.http.Context;
import io.slipway.server.artifact.ArtifactScope;
import io.slipway.server.artifact.Release;
import io.slipway.server.artifact.ReleaseOrder;
import io.slipway.server.artifact.ReleaseStatus;
import io.slipway.server.base.Json;
import io.slipway.server.text.Text;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.FileUpload;
import io.slipway.server.web.ui.frame.FormDocument;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What can be done with artifacts from their pages; the same services refuse what the API refuses. */
final class ArtifactDeeds {
    private static final String ONE = "/ui/artifacts/{release}";
    private static final int LONGEST = 100;
    private static final int LONGEST_KEY = 1024;
    private static final int DIGEST = 64;

    private final UiParts parts;

    ArtifactDeeds(UiParts parts) {
        this.parts = parts;
    }

    List<UiPage> routes() {
        return List.of(
                UiPage.send(
                        "/ui/artifacts/add/file", Access.ADMIN, "send a file of up to 8 GiB as it is", this::receive),
                UiPage.send("/ui/artifacts/add", Access.ADMIN, "release a file that was sent before", this::release),
                UiPage.send(ONE + "/status", Access.ADMIN, "change a release's status", this::status),
                UiPage.send(ONE + "/assign", Access.ADMIN, "let VMs of a user, or all, get a release", this::assign),
                UiPage.send(ONE + "/unassign", Access.ADMIN, "take an assignment of a release back", this::unassign),
                UiPage.send(
                        ONE + "/delete",
                        Access.ADMIN,
                        "remove a release nobody is assigned, and its file",
                        this::remove));
    }

    private static Text text(Context context) {
        return Text.of("webartifacts", Look.of(context).language());
    }

    private static void said(Context context, String key, Object... arguments) {
        Answers.json(context, Json.object().put("say", text(context).get(key, arguments)));
    }

    private Release named(Context context) {
        return parts.artifacts().require(AdminGuard.caller(context).tenant(), context.pathParam("release"));
    }

    private void receive(Context context) throws IOException {
        var file = FileUpload.receive(context, parts.artifacts(), Optional.empty());
        Answers.json(context, Json.object().put("sha256", file.digest()).put("size", file.size()));
    }

    private void release(Context context) {
        var form = FormDocument.of(
                context, "module", "version", "platform", "channel", "object_key", "status", "sha256", "size");
        var module = form.required("module", LONGEST);
        var version = form.required("version", LONGEST);
        var platform = form.text("platform", LONGEST).orElse(ArtifactScope.USUAL_PLATFORM);
        var channel = form.text("channel", LONGEST).orElse(ArtifactScope.USUAL_CHANNEL);
        var key = form.required("object_key", LONGEST_KEY);
        var digest = form.text("sha256", DIGEST).orElse("");
        var size = form.text("size", LONGEST).filter(digits -> digits.matches("[1-9][0-9]{0,14}"));
        if (digest.isEmpty() || size.isEmpty()) {
            form.wrong("file", text(context).get("file.first"));
        }
        var status = wanted(context, form);
        form.check();
        var order = new ReleaseOrder(
                new ArtifactScope(module, platform, channel),
                version,
                key,
                digest,
                Long.parseLong(size.orElseThrow()),
                status);
        var made = parts.artifacts().release(AdminGuard.caller(context), order);
        Answers.json(context, Json.object().put("go", "/ui/artifacts/" + made.id()));
    }

    private static ReleaseStatus wanted(Context context, FormDocument form) {
        var word = form.required("status", LONGEST);
        var status = ReleaseStatus.of(word);
        if (status.isEmpty() && !word.isEmpty()) {
            form.wrong("status", text(context).get("status.unknown"));
        }
        return status.orElse(ReleaseStatus.DRAFT);
    }

    private void status(Context context) {
        var form = FormDocument.of(context, "status");
        var status = wanted(context, form);
        form.check();
        parts.artifacts().setStatus(AdminGuard.caller(context), named(context).id(), status);
        said(context, "done.status", text(context).get("status." + status.word()));
    }

    private void assign(Context context) {
        var form = FormDocument.of(context, "user");
        var user = form.text("user", LONGEST);
        form.check();
        var release = named(context);
        parts.artifacts().assign(AdminGuard.caller(context), user, release.scope(), release.id());
        said(context, "done.assign");
    }

    /** Another release may have taken the place of this one meanwhile; that one stays. */
    private void unassign(Context context) {
        var form = FormDocument.of(context, "user");
        var user = form.text("user", LONGEST);
        form.check();
        var release = named(context);
        boolean present = parts
                .artifacts()
                .assignments(AdminGuard.caller(context).tenant())
                .stream()
                .anyMatch(one -> one.userId().equals(user) && one.release().id().equals(release.id()));
        if (present) {
            parts.artifacts().unassign(AdminGuard.caller(context), user, release.scope());
        }
        said(context, "done.unassign");
    }

    private void remove(Context context) {
        FormDocument.of(context).check();
        parts.artifacts().remove(AdminGuard.caller(context), named(context).id());
        Answers.json(context, Json.object().put("go", PageFrame.Place.ARTIFACTS.path()));
    }
}
