package io.slipway.server.backup;

import static io.slipway.server.backup.Rows.text;

import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.host.HostAuth;
import io.slipway.server.host.HostLimits;
import io.slipway.server.profile.PlaybookCheck;
import io.slipway.server.profile.ProfileCodec;
import io.slipway.server.profile.ProfileForm;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Looks whether the rows of a backup fit together and every value opens, before anything is changed by them. */
final class BackupCheck {
    private final Rows rows;
    private final SealedRows values;

    BackupCheck(Rows rows, SealedRows values) {
        this.rows = rows;
        this.values = values;
    }

    /** @throws SlipwayException BACKUP_DAMAGED naming the first row that cannot be restored */
    void run() {
        rows.all(Part.SECRET)
                .forEach(row -> require(
                        rows.current(Part.SECRET_VERSION, row).isPresent(),
                        Part.SECRET,
                        text(row, "label"),
                        "its value"));
        rows.all(Part.SECRET_VERSION).forEach(this::secretVersion);
        rows.all(Part.PROFILE)
                .forEach(row -> require(
                        rows.current(Part.PROFILE_VERSION, row).isPresent(),
                        Part.PROFILE,
                        text(row, "name"),
                        "its document"));
        rows.all(Part.PROFILE_VERSION).forEach(this::profileVersion);
        rows.all(Part.PLAYBOOK)
                .forEach(row -> require(
                        PlaybookCheck.check(text(row, "content")).valid(),
                        Part.PLAYBOOK,
                        text(row, "name"),
                        "its content"));
        rows.all(Part.HOST).forEach(this::host);
        for (var part : new Part[] {Part.HOST_IDENTITY, Part.HOST_ALARM, Part.TEMPLATE_MAPPING}) {
            rows.all(part)
                    .forEach(row -> require(hasHost(text(row, "host_id")), part, text(row, "host_id"), "its host"));
        }
        rows.all(Part.SEALED_SECRET).forEach(this::hostPassword);
        rows.all(Part.SECRET_BINDING).forEach(this::binding);
    }

    private void secretVersion(ObjectNode row) {
        var secret = rows.find(Part.SECRET, text(row, "secret_id"));
        require(secret.isPresent(), Part.SECRET_VERSION, text(row, "secret_id"), "its secret");
        var label = text(secret.orElseThrow(), "label");
        boolean newest = rows.current(Part.SECRET_VERSION, secret.get())
                .filter(row::equals)
                .isPresent();
        opens(Part.SECRET, label, () -> values.version(row, label, newest)
                .ifPresent(plain -> Arrays.fill(plain, (byte) 0)));
    }

    private void profileVersion(ObjectNode row) {
        var profile = rows.find(Part.PROFILE, text(row, "profile_id"));
        require(profile.isPresent(), Part.PROFILE_VERSION, text(row, "profile_id"), "its profile");
        var name = text(profile.orElseThrow(), "name");
        require(knownSchema(row), Part.PROFILE, name, "its schema, which this version does not know");
        boolean current = rows.current(Part.PROFILE_VERSION, profile.get())
                .filter(row::equals)
                .isPresent();
        opens(Part.PROFILE, name, () -> {
            var document = values.profile(row);
            if (current) {
                document.ifPresent(ProfileCodec::parse);
            }
        });
    }

    private static boolean knownSchema(ObjectNode row) {
        return Arrays.stream(ProfileForm.values())
                .anyMatch(form -> form.schemaId().equals(text(row, "schema_id"))
                        && form.schemaVersion() == row.path("schema_version").intValue());
    }

    private void host(ObjectNode row) {
        try {
            var unused = limits(row);
            var auth = auth(row);
            require(auth.isPresent(), Part.HOST, text(row, "name"), "how to sign in");
        } catch (JacksonException | SlipwayException e) {
            throw new SlipwayException(
                    damaged(Part.HOST, text(row, "name"), "its limits or how to sign in")
                            .problem(),
                    e);
        }
    }

    static HostLimits limits(ObjectNode host) {
        return Json.mapper().readValue(text(host, "limits"), HostLimits.class);
    }

    static Optional<HostAuth> auth(ObjectNode host) {
        return Optional.ofNullable(Json.mapper().readValue(text(host, "auth"), HostAuth.class));
    }

    private boolean hasHost(String id) {
        return rows.find(Part.HOST, id).isPresent();
    }

    private void hostPassword(ObjectNode row) {
        var id = text(row, "id").substring("host-".length());
        require(hasHost(id), Part.SEALED_SECRET, text(row, "id"), "its host");
        opens(Part.HOST, id, () -> values.value(row).ifPresent(plain -> Arrays.fill(plain, (byte) 0)));
    }

    private void binding(ObjectNode row) {
        var target = text(row, "scope_id");
        require(
                rows.find(Part.SECRET, text(row, "secret_id")).isPresent(),
                Part.SECRET_BINDING,
                target + " " + text(row, "field_name"),
                "its secret");
    }

    private static void opens(Part part, String name, Runnable opening) {
        try {
            opening.run();
        } catch (SlipwayException e) {
            throw new SlipwayException(
                    damaged(part, name, "what is sealed in it").problem(), e);
        }
    }

    private static void require(boolean fact, Part part, String name, String what) {
        if (!fact) {
            throw damaged(part, name, what);
        }
    }

    private static SlipwayException damaged(Part part, String name, String what) {
        return BackupFormat.damaged("The " + part.word() + " \"" + name + "\" of the backup lacks " + what + ".");
    }
}
