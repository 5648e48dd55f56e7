package io.slipway.server.profile;

import io.slipway.server.base.TenantId;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Stored profile documents with sealed secrets, for what moves them from one installation to another. Pure. */
public final class SealedProfile {
    private SealedProfile() {}

    /** A copy of the stored document with each sealed value replaced. */
    public static ObjectNode map(ObjectNode document, UnaryOperator<String> change) {
        return ProfileSecrets.mapAll(document, change);
    }

    /** The context that the values of a profile are sealed for. */
    public static String context(TenantId tenant, String profileId) {
        return tenant + "|profile|" + profileId;
    }
}
