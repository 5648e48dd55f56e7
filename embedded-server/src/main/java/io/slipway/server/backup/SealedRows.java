package io.slipway.server.backup;

import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.profile.SealedProfile;
import io.slipway.server.vault.RecordRegisterSql;
import io.slipway.server.vault.SealContext;
import io.slipway.server.vault.Sealed;
import io.slipway.server.vault.SealedSecret;
import io.slipway.server.vault.SealedSecret.AadMeta;
import io.slipway.server.vault.SecretBox;
import io.slipway.server.vault.SecretRef;
import io.slipway.server.vault.VersionSeal;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Opens and seals the sealed values inside rows under one key. What was sealed under a key that is lost does not open. */
final class SealedRows {
    private final TenantId tenant;
    private final SecretBox box;
    private final VersionSeal versions;
    private final io.slipway.server.profile.SecretBox profiles;

    /** @param profiles how values of profiles are sealed under a box */
    SealedRows(
            TenantId tenant,
            SecretBox box,
            SecureRandom random,
            Function<SecretBox, io.slipway.server.profile.SecretBox> profiles) {
        this.tenant = tenant;
        this.box = box;
        this.versions = new VersionSeal(box, random);
        this.profiles = profiles.apply(box);
    }

    /** Vouches for rows under the same key. */
    RecordRegisterSql records() {
        return box.records();
    }

    /**
     * The value of a row of {@code secret_version}, which the caller wipes; empty when its key is lost.
     *
     * @param newest whether its secret names it as the current version
     */
    Optional<byte[]> version(ObjectNode row, String label, boolean newest) {
        return unlessLost(() -> versions.open(tenant, ref(row), label, sealedVersion(row), newest));
    }

    /** The row of a current version as that of a former one; empty when it does not open. */
    Optional<ObjectNode> former(ObjectNode row, String label) {
        return versions.former(tenant, ref(row), label, sealedVersion(row)).map(marked -> with(row, marked));
    }

    private static SecretRef ref(ObjectNode row) {
        return new SecretRef(Rows.text(row, "secret_id"), row.path("n").intValue());
    }

    private static SealedSecret sealedVersion(ObjectNode row) {
        try {
            return new SealedSecret(
                    Rows.text(row, "alg"),
                    Rows.text(row, "key_id"),
                    Rows.text(row, "nonce"),
                    Rows.text(row, "ciphertext"),
                    Json.mapper().readValue(Rows.text(row, "aad"), AadMeta.class));
        } catch (JacksonException e) {
            throw new SlipwayException(
                    BackupFormat.damaged("A secret is not sealed as it should be.")
                            .problem(),
                    e);
        }
    }

    /** The row with the value sealed for the given version of the secret. */
    ObjectNode version(ObjectNode row, long n, String label, byte[] plain, boolean newest) {
        var ref = new SecretRef(Rows.text(row, "secret_id"), Math.toIntExact(n));
        return with(row, versions.seal(tenant, ref, label, plain, newest)).put("n", n);
    }

    private static ObjectNode with(ObjectNode row, SealedSecret sealed) {
        return row.deepCopy()
                .put("alg", sealed.alg())
                .put("key_id", sealed.keyId())
                .put("nonce", sealed.nonce())
                .put("ciphertext", sealed.ciphertext())
                .put("aad", Json.write(sealed.aadMeta()));
    }

    /** A profile's document with its secrets; empty when the key of one of them is lost. */
    Optional<ObjectNode> profile(ObjectNode row) {
        var context = SealedProfile.context(tenant, Rows.text(row, "profile_id"));
        var document = Json.parseObject(Rows.text(row, "config"));
        return unlessLost(() -> SealedProfile.map(document, text -> profiles.open(text, context)));
    }

    /** The text to store for a document with its secrets. */
    String profile(String profileId, ObjectNode document) {
        var context = SealedProfile.context(tenant, profileId);
        return Json.write(SealedProfile.map(document, plain -> profiles.seal(plain, context)));
    }

    /** The value of a row of {@code sealed_secret}, which the caller wipes; empty when its key is lost. */
    Optional<byte[]> value(ObjectNode row) {
        var sealed = new Sealed(
                Rows.text(row, "alg"), Rows.text(row, "key_id"), Rows.text(row, "nonce"), Rows.text(row, "ciphertext"));
        return unlessLost(() -> box.open(context(row), sealed));
    }

    /** The row with the value sealed for it. */
    ObjectNode value(ObjectNode row, byte[] plain) {
        var sealed = box.seal(context(row), plain);
        return row.deepCopy()
                .put("alg", sealed.alg())
                .put("key_id", sealed.keyId())
                .put("nonce", sealed.nonce())
                .put("ciphertext", sealed.ciphertext());
    }

    private SealContext context(ObjectNode row) {
        return new SealContext(tenant, Rows.text(row, "label"), Rows.text(row, "id"));
    }

    private static <T> Optional<T> unlessLost(Supplier<T> opening) {
        try {
            return Optional.of(opening.get());
        } catch (SlipwayException e) {
            if (e.problem().code() == ProblemCode.SECRET_REENTRY_REQUIRED) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
