package io.slipway.server.profile;

import io.slipway.server.base.Json;
import io.slipway.server.base.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * A profile that passed every check.
 *
 * @param form how it was submitted
 * @param stored the canonical document in that form, defaults filled; holds secrets, never log it
 * @param profile the same, typed
 * @param warnings settings without the expected effect, to be shown to the operator
 */
public record ProfileDocument(ProfileForm form, ObjectNode stored, Profile profile, List<ProfileWarning> warnings) {

    public ProfileDocument {
        stored = stored.deepCopy();
        warnings = List.copyOf(warnings);
    }

    /** A copy of the canonical document. */
    @Override
    public ObjectNode stored() {
        return stored.deepCopy();
    }

    /** Lower-case hex SHA-256 of the canonical document: the profile's revision for seeds and audits. */
    public String revision() {
        return Sha256.hex(Json.write(stored));
    }

    /** An answer file of the operator's own that replaces the generated one, if the profile carries it. */
    public Optional<String> xmlTemplate() {
        var template = stored.path("xmlTemplate");
        return form == ProfileForm.CONFIG && template.isString()
                ? Optional.of(template.stringValue())
                : Optional.empty();
    }

    /** The passwords that stand in the document and in its answer file, for the redactor; the documented default is none. */
    public List<String> secretValues() {
        var values = new ArrayList<String>();
        ProfileSecrets.map(stored, value -> {
            values.add(value);
            return value;
        });
        values.removeIf(ProfileSecrets.DOCUMENTED_DEFAULT::equals);
        xmlTemplate().map(AnswerFileSecrets::values).ifPresent(values::addAll);
        return List.copyOf(values);
    }

    /** JSON Pointers of the passwords that the document has, given or to be generated; a secret can be bound to each. */
    public List<String> secretPlaces() {
        return ProfileSecrets.places(stored);
    }

    /**
     * The same profile with another password at a place.
     *
     * @throws io.slipway.server.base.SlipwayException INVALID_PROFILE when the password breaks a rule of the profile
     */
    ProfileDocument withPassword(String place, String password) {
        return ProfileCodec.parse(ProfileSecrets.with(stored, place, password));
    }

    /**
     * The profile that a form made of this one's masked document: three stars mean the secret that stands here.
     *
     * @throws io.slipway.server.base.SlipwayException as {@link ProfileCodec#parse(ObjectNode)}
     */
    public ProfileDocument edited(ObjectNode submitted) {
        return ProfileCodec.parse(ProfileSecrets.restore(submitted, stored));
    }

    /**
     * The same profile with every given password replaced, so that what is made of it can be shown.
     *
     * @param standIn makes a password that the rules accept, another one on every call
     */
    public ProfileDocument withStandIns(Supplier<String> standIn) {
        var copy = ProfileSecrets.map(stored, value -> standIn.get());
        xmlTemplate()
                .map(template -> AnswerFileSecrets.map(template, value -> standIn.get()))
                .ifPresent(safe -> copy.put("xmlTemplate", safe));
        return ProfileCodec.parse(copy);
    }

    /** The document for answers and logs: secrets are three stars, except the documented default password. */
    public ObjectNode masked() {
        return ProfileSecrets.mask(stored);
    }

    @Override
    public String toString() {
        return "ProfileDocument[" + form + " " + profile.id() + "]";
    }
}
