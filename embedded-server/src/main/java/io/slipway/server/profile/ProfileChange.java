package io.slipway.server.profile;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A partial update; what is empty stays. A secret of three stars in the document means the present one.
 *
 * @param seen the version the change was made on; when another one is stored by now, the change is refused
 * @param note why, one line for the history
 */
public record ProfileChange(
        Optional<String> name,
        Optional<Boolean> isDefault,
        Optional<ObjectNode> document,
        Optional<Integer> seen,
        String note) {

    /** A change that goes on top of whatever is stored. */
    public ProfileChange(Optional<String> name, Optional<Boolean> isDefault, Optional<ObjectNode> document) {
        this(name, isDefault, document, Optional.empty(), "");
    }

    /** Another name, and nothing else. */
    public static ProfileChange rename(String name) {
        return new ProfileChange(Optional.of(name), Optional.empty(), Optional.empty());
    }

    /** The mark of the profile that is used when none is named. */
    public static ProfileChange makeDefault(boolean isDefault) {
        return new ProfileChange(Optional.empty(), Optional.of(isDefault), Optional.empty());
    }

    /** A new document on top of the version it was made on. */
    public static ProfileChange document(ObjectNode document, int seen, String note) {
        return new ProfileChange(Optional.empty(), Optional.empty(), Optional.of(document), Optional.of(seen), note);
    }

    @Override
    public String toString() {
        return "ProfileChange[" + name.orElse("") + " " + seen.orElse(0) + "]";
    }
}
