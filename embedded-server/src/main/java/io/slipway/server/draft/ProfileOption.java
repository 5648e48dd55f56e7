package io.slipway.server.draft;

import io.slipway.server.base.Caller;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.Profile;
import io.slipway.server.profile.ProfileSummary;
import io.slipway.server.profile.Profiles;
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
    private static final String LINUX = "linux";

    /** Those of the operator, then those that came with the program. Needs no open vault. */
    public static List<ProfileOption> all(Profiles profiles, Caller caller) {
        var options = new ArrayList<ProfileOption>();
        var stored = profiles.summaries(caller);
        boolean chosen = stored.stream().anyMatch(ProfileSummary::isDefault);
        for (var profile : stored) {
            options.add(new ProfileOption(
                    profile.id(),
                    profile.name(),
                    profile.kind().equals(LINUX) ? Template.Family.LINUX : Template.Family.WINDOWS,
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

    /** Whether it is for the system that is in the template. */
    public boolean fits(Template template) {
        return family == template.family();
    }
}
