package io.slipway.server.profile;

/** The two forms in which a profile may be submitted; each is stored and returned as it came. */
public enum ProfileForm {
    /** The product's own document, {@code schemaVersion: 1}: strict. */
    NATIVE("slipway-profile", 1),
    /** The {@code config} object of the provisioning API: lenient about unknown keys, with its own defaults. */
    CONFIG("profile-config", 1);

    private final String schemaId;
    private final int schemaVersion;

    ProfileForm(String schemaId, int schemaVersion) {
        this.schemaId = schemaId;
        this.schemaVersion = schemaVersion;
    }

    /** Name of the schema in stored versions. */
    public String schemaId() {
        return schemaId;
    }

    /** Version of the schema in stored versions. */
    public int schemaVersion() {
        return schemaVersion;
    }
}
