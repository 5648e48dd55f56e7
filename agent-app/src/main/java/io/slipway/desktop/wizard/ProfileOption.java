package io.slipway.desktop.wizard;

import io.slipway.desktop.shell.Desk;
import io.slipway.server.base.Caller;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.Profile;
import io.slipway.server.profile.WindowsProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * A profile that can be chosen.
 *
 * @param word its id
 * @param builtIn whether it came with the program
 * @param version of a stored one
 * @param usual whether it is the default
 */
public record ProfileOption(
        String word, String name, Template.Family family, boolean builtIn, int version, boolean usual) {
    /** Those of the operator, then those that came with the program. Reads the store, so not on the JavaFX thread. */
    public static List<ProfileOption> all(Desk desk) {
        var options = new ArrayList<ProfileOption>();
        var stored = desk.services().profiles().list(Caller.localOperator());
        boolean chosen = stored.stream().anyMatch(profile -> profile.isDefault());
        for (var profile : stored) {
            options.add(new ProfileOption(
                    profile.id(),
                    profile.name(),
                    family(profile.document().profile()),
                    false,
                    profile.version(),
                    profile.isDefault()));
        }
        for (var document : BuiltInProfiles.all()) {
            var profile = document.profile();
            if (options.stream().noneMatch(option -> option.word().equals(profile.id()))) {
                boolean usual = !chosen && profile.id().equals(BuiltInProfiles.IDS.getFirst());
                options.add(new ProfileOption(profile.id(), profile.name(), family(profile), true, 1, usual));
            }
        }
        return options;
    }

    private static Template.Family family(Profile profile) {
        return profile instanceof WindowsProfile ? Template.Family.WINDOWS : Template.Family.LINUX;
    }

    boolean fits(Template template) {
        return family == template.family();
    }
}
