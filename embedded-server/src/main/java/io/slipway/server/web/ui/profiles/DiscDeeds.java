package io.slipway.server.web.ui.profiles;

import io.javalin.http.Context;
import io.slipway.server.answer.Seed;
import io.slipway.server.answer.VmIdentity;
import io.slipway.server.disc.DiscByHand;
import io.slipway.server.disc.DiscImage;
import io.slipway.server.disc.DiscMaker;
import io.slipway.server.disc.DiscOrder;
import io.slipway.server.form.FormSayings;
import io.slipway.server.profile.BoundProfiles;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.text.Text;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.WarningHeader;
import io.slipway.server.web.ui.frame.FormDocument;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;
import java.util.Optional;

/** The config disc of a profile as a file for a machine that no host of ours knows, as the desktop writes it. */
final class DiscDeeds {
    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_MAC = 17;

    private final UiParts parts;
    private final Drafts drafts;
    private final DiscByHand discs;
    private final DiscImage image;

    DiscDeeds(UiParts parts, Drafts drafts) {
        this.parts = parts;
        this.drafts = drafts;
        this.discs = new DiscByHand(
                new BoundProfiles(parts.profiles(), parts.secrets()),
                parts.playbooks(),
                new DiscMaker(parts.guestTokens(), parts.endpoints()));
        this.image = new DiscImage(parts.clock());
    }

    List<UiPage> routes() {
        return List.of(
                UiPage.send("/ui/profiles/{profile}/iso", Access.OPERATE, "a config disc of a profile", this::stored),
                UiPage.send(
                        EditPages.EDIT + "/iso",
                        Access.OPERATE,
                        "a config disc of a profile as it stands in the editor",
                        this::edited));
    }

    private static String id(Context context) {
        return context.pathParam("profile");
    }

    private void stored(Context context) {
        var form = FormDocument.of(context, "machine", "mac", "reports");
        var profile = parts.profiles().get(AdminGuard.caller(context), id(context));
        send(context, form, profile.id(), profile.document(), Optional.empty());
    }

    /** What was drawn for the preview is what the disc says. */
    private void edited(Context context) {
        var form = FormDocument.of(context, "machine", "mac", "reports");
        record Seen(ProfileDocument document, Seed seed) {}
        var seen = drafts.with(
                AdminGuard.caller(context), id(context), Look.of(context).language(), draft -> {
                    EditDeeds.refuseMistakes(draft);
                    return new Seen(draft.checked(), draft.seed());
                });
        send(context, form, id(context), seen.document(), Optional.of(seen.seed()));
    }

    /** The warnings with places as the form names them, in the reader's language as far as there are words. */
    private static List<String> said(Context context, DiscByHand.Disc disc) {
        var language = Look.of(context).language();
        var model = ProfileForms.of(disc.order().profile().masked(), language);
        return disc.made().warnings().stream()
                .map(warning -> FormSayings.remark(warning.pointer(), ProfileForms.said(warning, language), model))
                .toList();
    }

    private void send(
            Context context, FormDocument form, String profile, ProfileDocument document, Optional<Seed> seed) {
        var words = Text.of("editor", Look.of(context).language());
        var machine = form.required("machine", LONGEST_NAME);
        if (!machine.isEmpty() && !VmIdentity.isName(machine)) {
            form.wrong("machine", words.get("iso.machine.wrong"));
        }
        var mac = form.text("mac", LONGEST_MAC);
        if (mac.filter(text -> !DiscOrder.isMac(text)).isPresent()) {
            form.wrong("mac", words.get("iso.mac.wrong"));
        }
        if (mac.isEmpty() && DiscOrder.needsMac(document)) {
            form.missing("mac");
        }
        boolean reports = form.ticked("reports");
        form.check();
        var wanted = new DiscByHand.Wanted(parts.ids().next(), profile, document, machine, mac, reports, seed);
        var disc = discs.make(AdminGuard.caller(context), wanted);
        var bytes = image.build(disc.order().kind(), disc.made().files());
        WarningHeader.put(context, said(context, disc));
        context.header("Slipway-Vm-Uuid", wanted.vmUuid())
                .header("Content-Disposition", "attachment; filename=\"" + machine + ".iso\"")
                .header("Cache-Control", "no-store")
                .contentType("application/octet-stream")
                .result(bytes);
    }
}
