package io.slipway.server.vault;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditSql;
import io.slipway.server.vault.OperatorSecretsSql.Row;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** Changes of operators' secrets, each with its line in the audit trail, inside the caller's transaction. */
final class SecretChangesSql {
    private final Ids ids;
    private final InstantSource clock;
    private final RecordRegisterSql register;

    SecretChangesSql(Ids ids, InstantSource clock, RecordRegisterSql register) {
        this.register = register;
        this.ids = ids;
        this.clock = clock;
    }

    void insert(Handle handle, Caller caller, String id, String label, SealedSecret sealed, boolean attached) {
        OperatorSecretsSql.insert(handle, caller.tenant(), id, label, attached, clock.instant());
        OperatorSecretsSql.insertVersion(handle, caller.tenant(), new SecretRef(id, 1), sealed, clock.instant());
        audit(handle, caller, "secret.create", id, Map.of());
    }

    /** @param former the version that is replaced, marked as such; empty leaves its row as it is */
    void rotate(Handle handle, Caller caller, SecretRef next, SealedSecret sealed, Optional<SealedSecret> former) {
        var now = clock.instant();
        if (!OperatorSecretsSql.advance(handle, caller.tenant(), next, now)) {
            throw Problem.of(ProblemCode.WRONG_STATE, "The secret has been rotated by somebody else in the meantime.")
                    .exception();
        }
        var replaced = new SecretRef(next.id(), next.version() - 1);
        former.ifPresent(version -> OperatorSecretsSql.sealAnew(handle, caller.tenant(), replaced, version));
        OperatorSecretsSql.insertVersion(handle, caller.tenant(), next, sealed, now);
        audit(handle, caller, "secret.rotate", next.id(), Map.of("version", Integer.toString(next.version())));
    }

    void delete(Handle handle, Caller caller, String id) {
        OperatorSecretsSql.delete(handle, caller.tenant(), id);
        audit(handle, caller, "secret.delete", id, Map.of());
    }

    SecretBinding bind(Handle handle, Caller caller, SecretTarget target, String id) {
        OperatorSecretsSql.bind(handle, caller.tenant(), target, id, clock.instant());
        register.keep(handle, BindingRecordsSql.of(caller.tenant(), target, id));
        audit(handle, caller, "secret.bind", id, told(target));
        return bindings(handle, caller.tenant(), binding -> binding.target().equals(target))
                .getFirst();
    }

    boolean unbind(Handle handle, Caller caller, SecretTarget target) {
        var bound = OperatorSecretsSql.bound(handle, caller.tenant(), target);
        bound.ifPresent(ref -> audit(handle, caller, "secret.unbind", ref.id(), told(target)));
        register.drop(handle, caller.tenant(), BindingRecordsSql.KIND, BindingRecordsSql.key(target));
        return OperatorSecretsSql.unbind(handle, caller.tenant(), target);
    }

    /** Takes back an object's bindings, and deletes what was made for it and nothing else reads. @return how many */
    int release(Handle handle, Caller caller, SecretScope scope, String scopeId) {
        var mine = bindings(
                handle,
                caller.tenant(),
                binding -> binding.target().scope() == scope
                        && binding.target().scopeId().equals(scopeId));
        for (var binding : mine) {
            unbind(handle, caller, binding.target());
            var id = binding.secretId();
            if (readers(handle, caller.tenant(), id).isEmpty()
                    && require(handle, caller.tenant(), id).attached()) {
                delete(handle, caller, id);
            }
        }
        return mine.size();
    }

    void used(Handle handle, Caller caller, SecretRef ref, String purpose) {
        OperatorSecretsSql.used(handle, caller.tenant(), ref.id(), clock.instant());
        var detail = Map.of("version", Integer.toString(ref.version()), "purpose", purpose);
        audit(handle, caller, "secret.use", ref.id(), detail);
    }

    static Row named(Handle handle, TenantId tenant, String idOrLabel) {
        var byId = OperatorSecretsSql.find(handle, tenant, idOrLabel);
        if (byId.isPresent()) {
            return byId.get();
        }
        var named = OperatorSecretsSql.list(handle, tenant).stream()
                .filter(row -> row.label().equals(idOrLabel))
                .toList();
        if (named.size() > 1) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            named.size() + " secrets are called \"" + idOrLabel + "\".",
                            "Name the one you mean by its id, from `slipway secret list`.")
                    .exception();
        }
        return named.stream().findFirst().orElseThrow(() -> unknown(idOrLabel));
    }

    static SlipwayException unknown(String idOrLabel) {
        return Problem.of(ProblemCode.SECRET_NOT_FOUND, "There is no secret \"" + idOrLabel + "\".")
                .exception();
    }

    static Row require(Handle handle, TenantId tenant, String id) {
        return OperatorSecretsSql.find(handle, tenant, id).orElseThrow(() -> unknown(id));
    }

    /** Whether a secret was made for one object and nothing else reads it. */
    static boolean onlyFor(Handle handle, TenantId tenant, String id) {
        return require(handle, tenant, id).attached()
                && readers(handle, tenant, id).size() == 1;
    }

    /** What is filled from the secret. */
    static List<SecretBinding> readers(Handle handle, TenantId tenant, String secretId) {
        return bindings(handle, tenant, binding -> binding.secretId().equals(secretId));
    }

    private static List<SecretBinding> bindings(Handle handle, TenantId tenant, Predicate<SecretBinding> wanted) {
        return OperatorSecretsSql.bindings(handle, tenant).stream()
                .filter(wanted)
                .toList();
    }

    private static Map<String, String> told(SecretTarget target) {
        return Map.of("scope", target.scope().word() + "/" + target.scopeId(), "field", target.field());
    }

    private void audit(Handle handle, Caller caller, String action, String object, Map<String, String> detail) {
        AuditSql.append(handle, new AuditEntry(ids.next(), caller, action, object, detail, clock.instant()));
    }
}
