package io.slipway.server.profile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.slipway.server.base.Secret;
import java.util.Optional;

/** Where a password comes from. */
public sealed interface SecretSource {

    /** The password itself. */
    record Given(Secret value) implements SecretSource {}

    /**
     * A password made for each VM.
     *
     * @param length number of characters, 12 to 64
     */
    record Generate(int length) implements SecretSource {}

    /** From {@code {"value": ...}} or {@code {"generate": {...}}}. */
    @JsonCreator
    static SecretSource of(
            @JsonProperty("value") Optional<String> value, @JsonProperty("generate") Optional<GenerateRule> generate) {
        if (value.isPresent()) {
            return new Given(Secret.of(value.get()));
        }
        return new Generate(generate.map(GenerateRule::length).orElse(20));
    }

    /** The body of {@code generate}. */
    record GenerateRule(int length) {}
}
