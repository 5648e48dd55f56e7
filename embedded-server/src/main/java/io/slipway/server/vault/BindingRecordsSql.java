package io.slipway.server.vault;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Rows of {@code secret_binding} as the {@link RecordRegisterSql} vouches for them, inside the caller's transaction. */
public final class BindingRecordsSql {
    static final String KIND = "secret-binding";

    private BindingRecordsSql() {}

    /** That the field is filled from this secret. */
    public static SealedRecord of(TenantId tenant, SecretTarget target, String secretId) {
        return new SealedRecord(tenant, KIND, key(target), List.of(secretId));
    }

    static List<String> key(SecretTarget target) {
        return List.of(target.scope().word(), target.scopeId(), target.field());
    }

    static boolean fits(
            Handle handle, RecordRegisterSql register, TenantId tenant, SecretTarget target, String secretId) {
        return register.fits(handle, of(tenant, target, secretId));
    }

    /**
     * The secret that fills the field, in its newest version, as Slipway bound it.
     *
     * @throws SlipwayException SECRET_BINDING_ALTERED; VAULT_LOCKED, VAULT_KEY_LOST
     */
    public static Optional<SecretRef> bound(
            Handle handle, RecordRegisterSql register, TenantId tenant, SecretTarget target) {
        var ref = OperatorSecretsSql.bound(handle, tenant, target);
        if (ref.isPresent() && !fits(handle, register, tenant, target, ref.get().id())) {
            throw altered(target);
        }
        return ref;
    }

    private static SlipwayException altered(SecretTarget target) {
        return Problem.of(
                        ProblemCode.SECRET_BINDING_ALTERED,
                        "The binding of " + target.field() + " of "
                                + target.scope().word() + " " + target.scopeId()
                                + " was made or changed by something else than Slipway, so no secret is taken from it.")
                .exception();
    }

    /** Bindings that something else than Slipway made or changed. */
    public static List<SecretBinding> altered(Handle handle, RecordRegisterSql register, TenantId tenant) {
        return OperatorSecretsSql.bindings(handle, tenant).stream()
                .filter(binding -> !fits(handle, register, tenant, binding.target(), binding.secretId()))
                .toList();
    }

    /** Vouches for the bindings as they stand in the store. @return how many */
    public static int keepAll(Handle handle, RecordRegisterSql register, TenantId tenant) {
        var rows = OperatorSecretsSql.bindings(handle, tenant).stream()
                .map(binding -> of(tenant, binding.target(), binding.secretId()))
                .toList();
        register.keep(handle, tenant, rows);
        return rows.size();
    }

    /** Forgets what was vouched for and is not there: a binding that went while the vault was shut. */
    public static void retainAll(Handle handle, RecordRegisterSql register, TenantId tenant) {
        var there = OperatorSecretsSql.bindings(handle, tenant).stream()
                .map(binding -> key(binding.target()))
                .collect(Collectors.toSet());
        register.retain(handle, tenant, KIND, there::contains);
    }
}
