package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.HOST_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.PROFILE_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.SECRET_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.UNPROCESSABLE;
import static io.slipway.server.base.ProblemCode.VM_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.READ;
import static io.slipway.server.web.ProblemSets.VAULT;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.Secret;
import io.slipway.server.binding.SecretTargets;
import io.slipway.server.text.Line;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.SealedSecret;
import io.slipway.server.vault.SecretBinding;
import io.slipway.server.vault.SecretMeta;
import io.slipway.server.vault.SecretScope;
import io.slipway.server.vault.SecretTarget;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * The vault of requirements B.6. A value comes in and never goes out: answers carry neither plain text nor ciphertext nor
 * nonce.
 */
final class SecretRoutes {
    private static final String SECRETS = "/api/v1/secrets";
    private static final int LONGEST_VALUE = 16 << 10;
    private static final int LONGEST_SEALED = 64 << 10;
    private static final int LONGEST_FIELD = 200;
    private static final Set<String> SEALED = Set.of("alg", "key_id", "nonce", "ciphertext", "aad_meta");
    private static final Set<String> AAD =
            Set.of("tenant", "secret_id", "version", "label", "data_key_nonce", "data_key");

    private final OperatorSecrets secrets;
    private final Redactor redactor;
    private final SecretTargets targets;

    SecretRoutes(AdminParts parts) {
        this.secrets = parts.secrets();
        this.redactor = parts.redactor();
        this.targets = new SecretTargets(parts.hosts(), parts.vms(), parts.profiles());
    }

    List<Route> routes() {
        return List.of(
                Route.get(SECRETS, READ, "what is known of all secrets; never a value", this::list)
                        .as("secrets.list")
                        .answers("SecretList"),
                Route.post(SECRETS, ADMIN, "seal a value under a label", this::create)
                        .as("secrets.create")
                        .takes("NewSecret")
                        .answers(201, "Secret")
                        .headers("Location")
                        .refuses(VAULT)
                        .refuses(WRONG_STATE),
                // Before the routes with an id: the first that fits serves a request.
                Route.get(SECRETS + "/bindings", READ, "which fields are filled from which secrets", this::bindings)
                        .with("scope_type", "scope_id")
                        .as("secrets.bindings")
                        .answers("BindingList"),
                Route.post(SECRETS + "/bindings", ADMIN, "fill a field from a secret", this::bind)
                        .as("secrets.bind")
                        .takes("BindingOrder")
                        .answers("BindingMade")
                        .refuses(VAULT)
                        .refuses(
                                SECRET_NOT_FOUND,
                                HOST_NOT_FOUND,
                                VM_NOT_FOUND,
                                PROFILE_NOT_FOUND,
                                UNPROCESSABLE,
                                WRONG_STATE),
                Route.delete(SECRETS + "/bindings", ADMIN, "stop filling a field", this::unbind)
                        .with("scope_type", "scope_id", "field_name")
                        .as("secrets.unbind")
                        .answers("Deleted")
                        .refuses(VAULT)
                        .refuses(SECRET_NOT_FOUND),
                Route.get(SECRETS + "/{secret}/meta", READ, "what is known of a secret", this::meta)
                        .as("secrets.meta")
                        .answers("Secret")
                        .refuses(SECRET_NOT_FOUND),
                Route.post(SECRETS + "/{secret}/rotate", ADMIN, "give a secret its next version", this::rotate)
                        .as("secrets.rotate")
                        .takes("SecretValue")
                        .answers("Secret")
                        .refuses(VAULT)
                        .refuses(SECRET_NOT_FOUND, WRONG_STATE),
                Route.delete(SECRETS + "/{secret}", ADMIN, "delete a secret that nothing reads", this::delete)
                        .as("secrets.delete")
                        .answers("Deleted")
                        .refuses(SECRET_NOT_FOUND, WRONG_STATE));
    }

    private void list(Context context) {
        var tenant = AdminGuard.caller(context).tenant();
        var bound = secrets.bindings(tenant);
        var answer = Json.object();
        var items = answer.putArray("items");
        secrets.list(tenant).forEach(meta -> items.add(view(meta, bound)));
        Answers.json(context, answer);
    }

    private void meta(Context context) {
        var tenant = AdminGuard.caller(context).tenant();
        var meta = secrets.require(tenant, Parameters.word(context, "secret"));
        Answers.json(context, view(meta, secrets.bindings(tenant)));
    }

    /** What a request brings: the value itself, or what this vault sealed earlier. */
    private record Brought(Optional<Secret> value, Optional<SealedSecret> sealed) {}

    private void create(Context context) {
        var caller = AdminGuard.caller(context);
        var document = RequestDocument.of(context, known("label", "value"));
        var label = document.requiredText("label", OperatorSecrets.LONGEST_LABEL);
        if (!Line.isPlain(label)) {
            document.wrong("label", "must be printable");
        }
        var brought = brought(document);
        document.check();
        var meta = brought.sealed().isPresent()
                ? secrets.adopt(caller, label, brought.sealed().get())
                : kept(brought, value -> secrets.create(caller, label, value));
        context.header("Location", SECRETS + "/" + meta.id() + "/meta");
        Answers.json(context, 201, view(meta, List.of()));
    }

    private void rotate(Context context) {
        var caller = AdminGuard.caller(context);
        var id = Parameters.word(context, "secret");
        var document = RequestDocument.of(context, known("value"));
        var brought = brought(document);
        document.check();
        var meta = brought.sealed().isPresent()
                ? secrets.rotate(caller, id, brought.sealed().get())
                : kept(brought, value -> secrets.rotate(caller, id, value));
        Answers.json(context, view(meta, secrets.bindings(caller.tenant())));
    }

    private SecretMeta kept(Brought brought, Function<Secret, SecretMeta> work) {
        try (var value = brought.value().orElseThrow();
                var hold = redactor.hold(value)) {
            return work.apply(value);
        }
    }

    private static Set<String> known(String... fields) {
        var known = new HashSet<>(SEALED);
        known.addAll(List.of(fields));
        return known;
    }

    private static Brought brought(RequestDocument document) {
        var value = document.text("value", LONGEST_VALUE);
        var ciphertext = document.text("ciphertext", LONGEST_SEALED);
        if (ciphertext.isEmpty()) {
            document.required("value", value);
            SEALED.forEach(field -> refuseAlone(document, field));
            return new Brought(value.map(Secret::of), Optional.empty());
        }
        if (value.isPresent()) {
            document.wrong("value", "cannot stand beside a ciphertext; give one of them");
        }
        var aad = document.inner("aad_meta", AAD).orElseGet(document::empty);
        var sealed = new SealedSecret(
                document.text("alg", 40).orElse("AES-256-GCM"),
                document.requiredText("key_id", 100),
                document.requiredText("nonce", 100),
                ciphertext.get(),
                new SealedSecret.AadMeta(
                        aad.text("tenant", 100).orElse(""),
                        aad.text("secret_id", 100).orElse(""),
                        aad.integer("version", 1, Integer.MAX_VALUE).orElse(0),
                        aad.text("label", OperatorSecrets.LONGEST_LABEL).orElse(""),
                        aad.text("data_key_nonce", 100).orElse(""),
                        aad.text("data_key", 200).orElse("")));
        return new Brought(Optional.empty(), Optional.of(sealed));
    }

    private static void refuseAlone(RequestDocument document, String field) {
        boolean given = field.equals("aad_meta")
                ? document.object(field).isPresent()
                : document.text(field, LONGEST_SEALED).isPresent();
        if (given) {
            document.wrong(field, "has no effect without a ciphertext");
        }
    }

    private void delete(Context context) {
        secrets.delete(AdminGuard.caller(context), Parameters.word(context, "secret"));
        Answers.json(context, Json.object().put("deleted", true));
    }

    private void bind(Context context) {
        var caller = AdminGuard.caller(context);
        var document = RequestDocument.of(context, Set.of("scope_type", "scope_id", "field_name", "secret_ref"));
        var type = document.requiredText("scope_type", LONGEST_FIELD);
        var scope = SecretScope.of(type);
        if (!type.isEmpty() && scope.isEmpty()) {
            document.wrong("scope_type", "must be bot, vm, agent, tenant, host or profile");
        }
        var id = document.requiredText("scope_id", LONGEST_FIELD);
        var field = document.requiredText("field_name", LONGEST_FIELD);
        var ref = document.requiredText("secret_ref", OperatorSecrets.LONGEST_LABEL);
        document.check();
        // The secret first: whether a foreign one exists must not be told by which refusal comes.
        secrets.require(caller.tenant(), ref);
        var target = targets.checked(caller, new SecretTarget(scope.orElseThrow(), id, field));
        var answer = view(secrets.bind(caller, target, ref));
        SecretTargets.warnings(target).forEach(answer.putArray("warnings")::add);
        Answers.json(context, answer);
    }

    private void bindings(Context context) {
        var caller = AdminGuard.caller(context);
        var scope = scope(context);
        var id = Parameters.text(context, "scope_id");
        var answer = Json.object();
        var items = answer.putArray("items");
        secrets.bindings(caller.tenant()).stream()
                .filter(binding ->
                        scope.isEmpty() || scope.get() == binding.target().scope())
                .filter(binding ->
                        id.isEmpty() || id.get().equals(binding.target().scopeId()))
                .forEach(binding -> items.add(view(binding)));
        Answers.json(context, answer);
    }

    private static Optional<SecretScope> scope(Context context) {
        var word = Optional.ofNullable(context.queryParam("scope_type"));
        return word.map(text -> SecretScope.of(text).orElseThrow(() -> Problem.of(
                        ProblemCode.BAD_REQUEST, "scope_type must be bot, vm, agent, tenant, host or profile.")
                .exception()));
    }

    private void unbind(Context context) {
        var caller = AdminGuard.caller(context);
        var scope = scope(context);
        var id = Parameters.text(context, "scope_id");
        var field = Parameters.text(context, "field_name");
        if (scope.isEmpty() || id.isEmpty() || field.isEmpty()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "scope_type, scope_id and field_name say which binding is meant.")
                    .exception();
        }
        if (!secrets.unbind(caller, new SecretTarget(scope.get(), id.get(), field.get()))) {
            throw Problem.of(
                            ProblemCode.SECRET_NOT_FOUND,
                            "No secret is bound there.",
                            "List the bindings with `slipway secret list`.")
                    .exception();
        }
        Answers.json(context, Json.object().put("deleted", true));
    }

    private static ObjectNode view(SecretMeta meta, List<SecretBinding> bound) {
        var json = Json.object()
                .put("id", meta.id())
                .put("label", meta.label())
                .put("alg", "AES-256-GCM")
                .put("key_id", meta.keyId())
                .put("version", meta.version())
                .put("state", meta.state().word())
                .put("created_at", meta.createdAt().toString())
                .put("rotated_at", meta.rotatedAt().map(Instant::toString).orElse(null))
                .put("used_at", meta.usedAt().map(Instant::toString).orElse(null));
        var bindings = json.putArray("bindings");
        bound.stream()
                .filter(binding -> binding.secretId().equals(meta.id()))
                .forEach(binding -> bindings.add(view(binding)));
        return json;
    }

    private static ObjectNode view(SecretBinding binding) {
        return Json.object()
                .put("scope_type", binding.target().scope().word())
                .put("scope_id", binding.target().scopeId())
                .put("field_name", binding.target().field())
                .put("secret_ref", binding.secretId())
                .put("created_at", binding.createdAt().toString())
                .put("updated_at", binding.updatedAt().toString());
    }
}
