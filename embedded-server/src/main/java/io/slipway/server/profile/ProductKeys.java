package io.slipway.server.profile;

import io.slipway.server.profile.WindowsProfile.Image;
import io.slipway.server.profile.WindowsProfile.KeyMode;
import io.slipway.server.profile.WindowsProfile.ProductKey;
import java.util.Map;
import java.util.Optional;

/** Which product key Setup gets. */
public final class ProductKeys {
    /** The edition whose generic key is used when nothing else is said. */
    public static final String DEFAULT_EDITION = "pro";

    private static final Map<String, String> CLIENT_EDITIONS = Map.of(
            "pro", "Windows 10/11 Pro",
            "pro_n", "Windows 10/11 Pro N",
            "pro_workstations", "Windows 10/11 Pro for Workstations",
            "pro_workstations_n", "Windows 10/11 Pro for Workstations N",
            "pro_education", "Windows 10/11 Pro Education",
            "pro_education_n", "Windows 10/11 Pro Education N",
            "education", "Windows 10/11 Education",
            "education_n", "Windows 10/11 Education N",
            "enterprise", "Windows 10/11 Enterprise",
            "enterprise_n", "Windows 10/11 Enterprise N");

    private ProductKeys() {}

    /** The mode in force: clients get a generic key by default, servers none. */
    public static KeyMode mode(WindowsProfile profile) {
        return profile.install()
                .productKey()
                .map(ProductKey::mode)
                .orElse(profile.target().os().server() ? KeyMode.NONE : KeyMode.GENERIC);
    }

    /** The key in force; empty in the modes without one, and when a KMS product cannot be told. */
    public static Optional<String> key(WindowsProfile profile) {
        var facts = WindowsFacts.get();
        return switch (mode(profile)) {
            case NONE, FIRMWARE -> Optional.empty();
            case CUSTOM -> profile.install().productKey().flatMap(ProductKey::key);
            case GENERIC -> facts.genericKey(edition(profile).orElse(DEFAULT_EDITION));
            case KMS_CLIENT -> kmsProduct(profile).flatMap(facts::kmsKey);
        };
    }

    /** Id of the client edition the profile names, directly or by an image name such as {@code Windows 11 Pro}. */
    public static Optional<String> edition(WindowsProfile profile) {
        var image = profile.install().image();
        return image.flatMap(Image::edition)
                .or(() -> image.flatMap(Image::name).flatMap(WindowsFacts.get()::editionOfImage));
    }

    private static Optional<String> kmsProduct(WindowsProfile profile) {
        var image = profile.install().image();
        if (!profile.target().os().server()) {
            return Optional.ofNullable(CLIENT_EDITIONS.get(edition(profile).orElse(DEFAULT_EDITION)));
        }
        var year = profile.target().os().name().substring("SERVER".length());
        // Names in a server medium end in SERVERSTANDARD, SERVERSTANDARDCORE, SERVERDATACENTER or SERVERDATACENTERCORE.
        return image.flatMap(Image::name)
                .or(() -> image.flatMap(Image::edition))
                .map(name -> name.toUpperCase(java.util.Locale.ROOT))
                .flatMap(name -> name.contains("DATACENTER")
                        ? Optional.of("Datacenter")
                        : name.contains("STANDARD") ? Optional.of("Standard") : Optional.empty())
                .map(edition -> "Windows Server " + year + " " + edition);
    }
}
