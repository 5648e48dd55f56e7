package io.slipway.server.schema;

import java.util.Optional;

/** Texts of a form in one language, by key. */
@FunctionalInterface
public interface FormTexts {

    /** No texts: the schema's own titles are used. */
    FormTexts NONE = key -> Optional.empty();

    /** The text, if this language has one under the key. */
    Optional<String> find(String key);
}
