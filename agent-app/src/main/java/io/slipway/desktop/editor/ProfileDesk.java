package io.slipway.desktop.editor;

import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.base.Caller;
import io.slipway.server.disc.DiscByHand;
import io.slipway.server.disc.DiscImage;
import io.slipway.server.disc.DiscMaker;
import io.slipway.server.disc.DiscPreview;
import io.slipway.server.disc.ProfilePreview;
import io.slipway.server.profile.BoundProfiles;
import io.slipway.server.profile.Playbook;
import io.slipway.server.profile.ProfileChange;
import io.slipway.server.profile.ProfileDifference;
import io.slipway.server.profile.ProfileHistory;
import io.slipway.server.profile.ProfileSummary;
import io.slipway.server.profile.ProfileTransfer;
import io.slipway.server.profile.ProfileVersion;
import io.slipway.server.profile.ProfileWarning;
import io.slipway.server.profile.Profiles;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The services of profiles for the operator at this machine; what changes something is written into the audit trail as a request
 * to the API would be. Calls block, so use them in the background.
 */
final class ProfileDesk {
    private final Desk desk;
    private final Caller caller = Caller.localOperator();
    private final Recorded recorded;
    private final ProfileHistory history;
    private final DiscPreview preview;

    ProfileDesk(Desk desk) {
        this.desk = desk;
        this.recorded = new Recorded(desk.services());
        this.history = new ProfileHistory(profiles());
        this.preview = new DiscPreview(desk.services()::guestEndpoints);
    }

    Profiles profiles() {
        return desk.services().profiles();
    }

    Caller caller() {
        return caller;
    }

    String freshId() {
        return desk.services().ids().next();
    }

    /** Name of the playbook that goes onto every disc, if one is the usual one. */
    Optional<String> usualPlaybook() {
        return desk.services().playbooks().choose(caller, Optional.empty()).map(Playbook::name);
    }

    boolean guestsReachUs() {
        return desk.services().guestEndpoints().reachable();
    }

    List<ProfileSummary> list() {
        return profiles().summaries(caller);
    }

    /** The stored version of a profile; empty when it is gone. */
    Optional<Integer> version(String id) {
        return list().stream()
                .filter(row -> row.id().equals(id))
                .map(ProfileSummary::version)
                .findFirst();
    }

    StoredProfile get(String id) {
        return profiles().get(caller, id);
    }

    StoredProfile create(String name, ObjectNode document, String note) {
        return recorded.call(
                "desktop.profile.create", name, () -> profiles().create(caller, name, false, document, note));
    }

    StoredProfile duplicate(String id, String name) {
        var from = get(id);
        return create(name, from.document().stored(), from.name() + " v" + from.version());
    }

    StoredProfile save(String id, ObjectNode document, int seen, String note) {
        return recorded.call("desktop.profile.save", id, () -> profiles()
                .update(caller, id, ProfileChange.document(document, seen, note)));
    }

    StoredProfile rename(String id, String name) {
        return recorded.call(
                "desktop.profile.rename", id, () -> profiles().update(caller, id, ProfileChange.rename(name)));
    }

    StoredProfile makeDefault(String id, boolean isDefault) {
        return recorded.call("desktop.profile.default", id, () -> profiles()
                .update(caller, id, ProfileChange.makeDefault(isDefault)));
    }

    boolean delete(String id) {
        return recorded.call("desktop.profile.delete", id, () -> {
            profiles().delete(caller, id);
            return true;
        });
    }

    List<ProfileVersion> versions(String id) {
        return history.versions(caller, id);
    }

    List<ProfileDifference> compare(String id, int from, int to) {
        return history.compare(caller, id, from, to);
    }

    StoredProfile restore(String id, int n) {
        return recorded.call("desktop.profile.restore", id, () -> history.restore(caller, id, n));
    }

    ProfilePreview preview(Locale language) {
        return new ProfilePreview(preview, language, freshId());
    }

    /** Writes a profile without its secrets, and says which. */
    List<String> share(StoredProfile profile, Path file) {
        return recorded.call("desktop.profile.share", profile.id(), () -> {
            var shared = ProfileTransfer.share(profile.name(), profile.document());
            try {
                PrivateFiles.write(file.toAbsolutePath(), shared.json().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return shared.leftOut();
        });
    }

    /** A disc on this machine: its size in bytes, and what must be known before it is used. */
    record SavedIso(long size, List<ProfileWarning> warnings) {}

    /** Writes a config disc to a file. */
    SavedIso saveIso(DiscByHand.Wanted wanted, Path file) {
        return recorded.call("desktop.profile.iso", wanted.vmUuid(), () -> {
            var services = desk.services();
            var disc = new DiscByHand(
                            new BoundProfiles(profiles(), services.secrets()),
                            services.playbooks(),
                            new DiscMaker(services.guestTokens(), services::guestEndpoints))
                    .make(caller, wanted);
            long size = new DiscImage(services.clock())
                    .save(disc.order().kind(), disc.made().files(), file);
            return new SavedIso(size, disc.made().warnings());
        });
    }
}
