package io.slipway.desktop.os.linux;

import io.slipway.desktop.os.linux.SecretTool.Answer;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.vault.key.Availability;
import io.slipway.server.vault.key.KeyBinding;
import io.slipway.server.vault.key.KeyProtector;
import io.slipway.server.vault.key.KeyWrap;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.vault.key.Unwrapping;
import io.slipway.server.vault.key.Wrapped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps the key under a random value that lies in the desktop's keyring (freedesktop.org Secret Service), each wrapping under
 * an entry of its own.
 */
public final class SecretToolProtector implements KeyProtector {
    private static final Logger LOG = LoggerFactory.getLogger(SecretToolProtector.class);
    private static final String PURPOSE = "secret service";
    private static final String ENTRY = "entry";
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");
    private static final int NAME_BYTES = 16;
    /** Long enough for somebody who types the keyring's password. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(5);

    private final Map<String, String> environment;
    private final SecretTool tool;
    private final SecretTool quick;
    private final SecureRandom random;

    /** @param environment of the desktop session: where programs are found and where its bus is */
    public SecretToolProtector(Map<String, String> environment, SecureRandom random) {
        this.environment = Map.copyOf(environment);
        this.tool = new SecretTool(this.environment, PATIENCE);
        this.quick = new SecretTool(this.environment, LITTLE_PATIENCE);
        this.random = random;
    }

    @Override
    public ProtectorKind kind() {
        return ProtectorKind.SECRET_SERVICE;
    }

    @Override
    public Availability availability() {
        if (!environment.containsKey("DBUS_SESSION_BUS_ADDRESS")) {
            return Availability.no("No desktop session runs here (DBUS_SESSION_BUS_ADDRESS is not set).");
        }
        if (tool.program().isEmpty()) {
            return Availability.no("The program secret-tool is not installed (Debian, Ubuntu: libsecret-tools).");
        }
        try {
            var answer = quick.run(words("lookup", "probe", "none"), new byte[0]);
            return answer.exitCode() == 0 || answer.nothingFound()
                    ? Availability.yes("The desktop's keyring answers.")
                    : Availability.no("The desktop's keyring does not answer.");
        } catch (IOException e) {
            LOG.warn("secret-tool cannot be run", e);
            return Availability.no("The program secret-tool cannot be run.");
        }
    }

    @Override
    public Wrapped wrap(KeyBinding binding, byte[] key) {
        var name = new byte[NAME_BYTES];
        random.nextBytes(name);
        var parameters = Map.of(ENTRY, HexFormat.of().formatHex(name));
        var secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        var text = HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII);
        try {
            var store = new ArrayList<>(List.of("store", "--label=Slipway vault key"));
            store.addAll(attributes(binding, parameters));
            var answer = tool.run(store, text);
            if (answer.exitCode() != 0) {
                throw unavailable(answer.complaint(), null);
            }
            return new Wrapped(
                    kind(), parameters, KeyWrap.wrap(secret, PURPOSE, binding.aad(PURPOSE, parameters), key, random));
        } catch (IOException e) {
            throw unavailable("", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    private static SlipwayException unavailable(String complaint, @Nullable IOException cause) {
        LOG.warn("the keyring does not take the key complaint={}", complaint.strip(), cause);
        return Problem.of(
                        ProblemCode.VAULT_PROTECTOR_UNAVAILABLE,
                        "The desktop's keyring does not take the key.",
                        "Unlock the keyring, or choose a passphrase.")
                .exception();
    }

    @Override
    public Unwrapping unwrap(KeyBinding binding, Wrapped wrapped) {
        if (!sound(wrapped)) {
            return new Unwrapping.Refused("The keyring file names no entry of ours: it was changed.");
        }
        try {
            var lookup = new ArrayList<>(List.of("lookup"));
            lookup.addAll(attributes(binding, wrapped.parameters()));
            var answer = tool.run(lookup, new byte[0]);
            try {
                return opened(binding, wrapped, answer);
            } finally {
                Arrays.fill(answer.out(), (byte) 0);
            }
        } catch (IOException e) {
            LOG.warn("secret-tool cannot be run", e);
            return new Unwrapping.Unavailable("The program secret-tool cannot be run.");
        }
    }

    private static Unwrapping opened(KeyBinding binding, Wrapped wrapped, Answer answer) {
        if (answer.nothingFound()) {
            return new Unwrapping.Refused("The desktop's keyring has no entry for this vault.");
        }
        if (answer.exitCode() != 0) {
            LOG.warn(
                    "the keyring does not answer complaint={}",
                    answer.complaint().strip());
            return new Unwrapping.Unavailable("The desktop's keyring does not answer, or it is locked.");
        }
        var secret = secret(answer.out());
        try {
            return secret.flatMap(bytes ->
                            KeyWrap.unwrap(bytes, PURPOSE, binding.aad(PURPOSE, wrapped.parameters()), wrapped.blob()))
                    .<Unwrapping>map(Unwrapping.Opened::new)
                    .orElseGet(() -> new Unwrapping.Refused("The entry in the desktop's keyring is not this vault's."));
        } finally {
            secret.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
        }
    }

    private static Optional<byte[]> secret(byte[] hex) {
        try {
            var text = new String(hex, StandardCharsets.US_ASCII).strip();
            return Optional.of(HexFormat.of().parseHex(text)).filter(bytes -> bytes.length == KEY_BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void forget(KeyBinding binding, Wrapped wrapped) {
        if (!sound(wrapped)) {
            return;
        }
        try {
            var clear = new ArrayList<>(List.of("clear"));
            clear.addAll(attributes(binding, wrapped.parameters()));
            var answer = tool.run(clear, new byte[0]);
            if (answer.exitCode() != 0 && !answer.nothingFound()) {
                LOG.warn(
                        "an old entry stays in the keyring complaint={}",
                        answer.complaint().strip());
            }
        } catch (IOException e) {
            LOG.warn("an old entry stays in the keyring", e);
        }
    }

    private static boolean sound(Wrapped wrapped) {
        var entry = wrapped.parameters().getOrDefault(ENTRY, "");
        return wrapped.parameters().size() == 1 && NAME.matcher(entry).matches();
    }

    private static List<String> attributes(KeyBinding binding, Map<String, String> parameters) {
        return List.of(
                "application",
                "slipway",
                "installation",
                binding.installation(),
                ENTRY,
                parameters.getOrDefault(ENTRY, ""));
    }

    private static List<String> words(String verb, String attribute, String value) {
        return List.of(verb, "application", "slipway", attribute, value);
    }
}
