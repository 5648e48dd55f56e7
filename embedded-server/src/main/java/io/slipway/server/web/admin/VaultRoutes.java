package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.READ;
import static io.slipway.server.web.ProblemSets.KEY_WORK;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.vault.ProtectorChoice;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultStatus;
import io.slipway.server.vault.key.Keyring;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * The vault: how it stands, opening and closing it, how its key is kept.
 *
 * <p>One route gives key material out, the one that makes recovery words; it is for administrators, asks for the passphrase
 * where there is one, and its answer is written nowhere.
 */
final class VaultRoutes {
    /** What an operator types before a lost key is given up. */
    static final String CONFIRMATION = "give up the lost key";

    private static final String PASSPHRASE = "passphrase";
    private static final String PROTECTOR = "protector";
    private static final String CURRENT = "current_passphrase";
    private static final int LONGEST = 1024;
    private static final int MOST_MINUTES = 24 * 60;

    private final Vault vault;
    private final IntSupplier unfinishedRuns;

    /** @param unfinishedRuns how many runs would have to wait while the vault is locked */
    VaultRoutes(Vault vault, IntSupplier unfinishedRuns) {
        this.vault = vault;
        this.unfinishedRuns = unfinishedRuns;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                                "/api/v1/vault",
                                READ,
                                "how the vault stands and which secrets must be entered again",
                                this::show)
                        .as("vault.show")
                        .answers("Vault"),
                Route.get(
                                "/api/v1/vault/protectors",
                                READ,
                                "how the key could be kept on this machine",
                                this::protectors)
                        .as("vault.protectors")
                        .answers("ProtectorList"),
                Route.post("/api/v1/vault/init", ADMIN, "make the key of a new vault", this::init)
                        .as("vault.init")
                        .takes("ProtectorChoice")
                        .answers("Vault")
                        .refuses(KEY_WORK),
                Route.post("/api/v1/vault/unlock", ADMIN, "open a locked vault", this::unlock)
                        .as("vault.unlock")
                        .mayTake("Passphrase")
                        .answers("Vault")
                        .refuses(KEY_WORK),
                Route.post("/api/v1/vault/lock", ADMIN, "forget the key until somebody unlocks", this::lock)
                        .as("vault.lock")
                        .mayTake("LockChoice")
                        .answers("Vault")
                        .refuses(WRONG_STATE),
                Route.post("/api/v1/vault/protector", ADMIN, "keep the key in another way", this::change)
                        .as("vault.changeProtector")
                        .takes("ProtectorChange")
                        .answers("Vault")
                        .refuses(KEY_WORK),
                Route.post(
                                "/api/v1/vault/recovery-words",
                                ADMIN,
                                "make recovery words, shown this once; earlier ones are void",
                                this::words)
                        .as("vault.recoveryWords")
                        .mayTake("CurrentPassphrase")
                        .answers("RecoveryWords")
                        .refuses(KEY_WORK),
                Route.post(
                                "/api/v1/vault/recover",
                                ADMIN,
                                "open a locked or lost vault by its recovery words",
                                this::recover)
                        .as("vault.recover")
                        .takes("Recovery")
                        .answers("Vault")
                        .refuses(KEY_WORK),
                Route.post("/api/v1/vault/reset", ADMIN, "give a lost key up and make a new one", this::reset)
                        .as("vault.reset")
                        .takes("Reset")
                        .answers("Vault")
                        .refuses(KEY_WORK),
                Route.put("/api/v1/vault/auto-lock", ADMIN, "minutes without use until the vault locks", this::autoLock)
                        .as("vault.autoLock")
                        .takes("AutoLock")
                        .answers("Vault"));
    }

    private void show(Context context) {
        answer(context, AdminGuard.caller(context).tenant());
    }

    private void answer(Context context, TenantId tenant) {
        Answers.json(context, json(vault.status(), tenant));
    }

    private ObjectNode json(VaultStatus status, TenantId tenant) {
        var json = Json.object().put("state", status.state().word());
        status.why().ifPresent(why -> json.putObject("why")
                .put("code", why.code().name())
                .put("detail", why.detail())
                .put("next_step", why.nextStep()));
        status.keyring().ifPresent(keyring -> {
            var kind = keyring.main().kind();
            json.put(PROTECTOR, kind.word()).put("protector_meaning", kind.meaning());
        });
        var recovery = status.keyring().flatMap(Keyring::recovery);
        json.put("recovery_words", recovery.isPresent());
        recovery.ifPresent(
                words -> json.put("recovery_words_made_at", words.madeAt().toString()));
        json.put("recovery_words_offered", vault.offersWords(tenant));
        int runs = unfinishedRuns.getAsInt();
        json.put("auto_lock_minutes", vault.autoLockMinutes())
                .put("unfinished_runs", runs)
                .put("kept_open_by_runs", vault.isOpen() && runs > 0);
        var lost = json.putArray("needs_reentry");
        vault.needsReentry(tenant).forEach(secret -> lost.addObject()
                .put("id", secret.id())
                .put("label", secret.label())
                .put("state", "needs_reentry"));
        return json;
    }

    private void protectors(Context context) {
        var answer = Json.object();
        var items = answer.putArray("items");
        vault.protectors().forEach((kind, available) -> items.addObject()
                .put("name", kind.word())
                .put("available", available.works())
                .put("reason", available.reason())
                .put("meaning", kind.meaning()));
        Answers.json(context, answer);
    }

    private void init(Context context) {
        var document = RequestDocument.of(context, Set.of(PROTECTOR, PASSPHRASE));
        change(context, document, Optional.empty(), vault::init);
    }

    /** What is done with a choice. */
    @FunctionalInterface
    private interface Chosen {
        void with(ProtectorChoice choice);
    }

    private void change(Context context, RequestDocument document, Optional<Secret> other, Chosen task) {
        var kind = kind(document);
        try (var passphrase = new Given(secret(document, PASSPHRASE));
                var more = new Given(other)) {
            document.check();
            task.with(new ProtectorChoice(kind, passphrase.text()));
            answer(context, AdminGuard.caller(context).tenant());
        }
    }

    /** A secret of a request, wiped when it was dealt with. */
    private record Given(Optional<Secret> text) implements AutoCloseable {
        @Override
        public void close() {
            text.ifPresent(Secret::close);
        }
    }

    private static Optional<Secret> secret(RequestDocument document, String name) {
        return document.text(name, LONGEST).map(Secret::of);
    }

    private static ProtectorKind kind(RequestDocument document) {
        var word = document.requiredText(PROTECTOR, 100);
        var kind = ProtectorKind.of(word);
        if (kind.isEmpty() && !word.isEmpty()) {
            var known = Arrays.stream(ProtectorKind.values())
                    .map(ProtectorKind::word)
                    .collect(Collectors.joining(", "));
            document.wrong(PROTECTOR, "must be one of " + known);
        }
        return kind.orElse(ProtectorKind.KEY_FILE);
    }

    private void unlock(Context context) {
        var document = RequestDocument.optional(context, Set.of(PASSPHRASE));
        try (var passphrase = new Given(secret(document, PASSPHRASE))) {
            document.check();
            vault.unlock(passphrase.text());
            answer(context, AdminGuard.caller(context).tenant());
        }
    }

    private void lock(Context context) {
        var document = RequestDocument.optional(context, Set.of("now"));
        boolean now = document.flag("now").orElse(false);
        document.check();
        int runs = unfinishedRuns.getAsInt();
        if (vault.isOpen() && runs > 0 && !now) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The vault is kept open by " + runs + (runs == 1 ? " run" : " runs")
                                    + " that have not ended.",
                            "Wait for their end, or lock with `--now`: they wait then until somebody unlocks.")
                    .exception();
        }
        vault.lock();
        answer(context, AdminGuard.caller(context).tenant());
    }

    private void change(Context context) {
        var document = RequestDocument.of(context, Set.of(PROTECTOR, PASSPHRASE, CURRENT));
        var current = secret(document, CURRENT);
        change(context, document, current, choice -> vault.changeProtector(choice, current));
    }

    private void words(Context context) {
        var document = RequestDocument.optional(context, Set.of(CURRENT));
        try (var current = new Given(secret(document, CURRENT))) {
            document.check();
            try (var words = vault.newRecoveryWords(current.text())) {
                var answer = Json.object();
                var list = answer.putArray("words");
                for (var word : words.reveal().split(" ", -1)) {
                    list.add(word);
                }
                Answers.json(context, answer);
            }
        }
    }

    private void recover(Context context) {
        var document = RequestDocument.of(context, Set.of("words", PROTECTOR, PASSPHRASE));
        var words = document.required("words", secret(document, "words")).orElseGet(() -> Secret.of(""));
        change(context, document, Optional.of(words), choice -> vault.recover(words, choice));
    }

    private void reset(Context context) {
        var document = RequestDocument.of(context, Set.of("confirm", PROTECTOR, PASSPHRASE));
        if (!document.requiredText("confirm", 100).equals(CONFIRMATION)) {
            document.wrong("confirm", "must be the words \"" + CONFIRMATION + "\"");
        }
        change(context, document, Optional.empty(), vault::reset);
    }

    private void autoLock(Context context) {
        var document = RequestDocument.of(context, Set.of("minutes"));
        var minutes = document.integer("minutes", 0, MOST_MINUTES);
        if (minutes.isEmpty()) {
            document.required("minutes", Optional.empty());
        }
        document.check();
        vault.setAutoLockMinutes(minutes.getAsInt());
        answer(context, AdminGuard.caller(context).tenant());
    }
}
