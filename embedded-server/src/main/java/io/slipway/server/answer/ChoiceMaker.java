package io.slipway.server.answer;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.LinuxProfile;
import io.slipway.server.profile.NameTemplate;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.WindowsFacts;
import io.slipway.server.profile.WindowsNames;
import io.slipway.server.profile.WindowsProfile;
import io.slipway.server.profile.WindowsProfile.Removal;
import io.slipway.server.profile.WindowsProfile.User;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes every decision a profile leaves open, from the seed of one VM (requirements A.4). */
public final class ChoiceMaker {
    private static final List<String> ADJECTIVES = List.of(
            "Amber", "Brave", "Calm", "Clever", "Early", "Fresh", "Gentle", "Happy", "Keen", "Lucky", "Merry", "Noble",
            "Quiet", "Rapid", "Sunny", "Swift");
    private static final List<String> NOUNS = List.of(
            "Badger", "Beacon", "Cedar", "Comet", "Falcon", "Harbor", "Heron", "Lantern", "Maple", "Otter", "Pebble",
            "Raven", "River", "Sailor", "Tiger", "Willow");
    private static final String NAME_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int RANDOM_NAME_PART = 7;

    private ChoiceMaker() {}

    /**
     * The choices for one VM; the same arguments give the same choices.
     *
     * @throws SlipwayException INVALID_NAME when a resulting name is not legal in the guest
     */
    public static Choices choose(ProfileDocument profile, VmIdentity identity, Seed seed) {
        return switch (profile.profile()) {
            case WindowsProfile windows -> windows(windows, identity, seed);
            case LinuxProfile linux -> linux(linux, identity, seed);
        };
    }

    private static Choices windows(WindowsProfile profile, VmIdentity identity, Seed seed) {
        var computerName = computerName(profile, identity, seed);
        var users = profile.accounts().users();
        var names = new ArrayList<String>();
        for (int i = 0; i < users.size(); i++) {
            names.add(userName(users.get(i), identity, seed.draw("userName/" + i)));
        }
        checkNames(computerName, names);
        var first = names.isEmpty() ? "Administrator" : names.getFirst();
        var display = users.isEmpty() ? first : users.getFirst().displayName().orElse(first);
        var removal = profile.removal();
        return new Choices(
                computerName,
                first,
                display,
                names,
                removal(removal.appxPackages(), seed.draw("packages")),
                removal(removal.capabilities(), seed.draw("capabilities")),
                removal(removal.optionalFeatures(), seed.draw("features")),
                effects(profile, seed.draw("effects")),
                icons(profile, seed.draw("icons")));
    }

    private static String computerName(WindowsProfile profile, VmIdentity identity, Seed seed) {
        var rule = profile.computerName();
        var draw = seed.draw("computerName");
        return switch (rule.mode()) {
            case FIXED -> rule.value().orElseThrow();
            case RANDOM -> "DESKTOP-" + characters(draw, RANDOM_NAME_PART);
            case VM_NAME -> identity.vmName();
            case TEMPLATE -> expand(rule.template().orElseThrow(), identity, draw);
        };
    }

    private static String userName(User user, VmIdentity identity, SeededDraw draw) {
        return switch (user.nameMode()) {
            case RANDOM -> draw.pick(ADJECTIVES) + draw.pick(NOUNS) + draw.between(10, 98);
            case FIXED -> {
                var base = user.name().orElseThrow();
                yield switch (user.suffix()) {
                    case NONE -> base;
                    case RANDOM_DIGITS -> {
                        int digits = draw.between(2, 4);
                        var text = new StringBuilder(base);
                        for (int i = 0; i < digits; i++) {
                            text.append(draw.below(10));
                        }
                        yield text.toString();
                    }
                    case SEQUENTIAL -> base + identity.sequenceNumber();
                };
            }
        };
    }

    private static void checkNames(String computerName, List<String> users) {
        var errors = new ArrayList<FieldError>();
        WindowsNames.computerProblem(computerName)
                .ifPresent(
                        problem -> errors.add(new FieldError("/computerName", "\"" + computerName + "\" " + problem)));
        var seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (var user : users) {
            WindowsNames.userProblem(user)
                    .ifPresent(problem -> errors.add(new FieldError("/accounts/users", "\"" + user + "\" " + problem)));
            if (user.equalsIgnoreCase(computerName)) {
                errors.add(new FieldError("/accounts/users", "\"" + user + "\" is also the computer name"));
            }
            if (!seen.add(user)) {
                errors.add(new FieldError("/accounts/users", "\"" + user + "\" is used twice"));
            }
        }
        if (!errors.isEmpty()) {
            var first = errors.getFirst();
            throw Problem.of(
                            ProblemCode.INVALID_NAME,
                            "Windows refuses a name of this VM: " + first.pointer() + " " + first.message() + ".",
                            errors)
                    .exception();
        }
    }

    private static List<String> removal(Removal rule, SeededDraw draw) {
        var chosen = new LinkedHashSet<String>();
        var taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (rule.mode() != WindowsProfile.RemovalMode.RANDOM) {
            rule.fixed().stream().filter(taken::add).forEach(chosen::add);
        }
        if (rule.mode() != WindowsProfile.RemovalMode.FIXED) {
            var pool = rule.pool().stream().filter(taken::add).toList();
            int most = Math.min(rule.count().max(), pool.size());
            int least = Math.min(rule.count().min(), most);
            chosen.addAll(draw.subset(pool, draw.between(least, most)));
        }
        var never = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        never.addAll(rule.never());
        return chosen.stream().filter(id -> !never.contains(id)).toList();
    }

    private static Map<String, Boolean> effects(WindowsProfile profile, SeededDraw draw) {
        var rule = profile.visualEffects();
        var chosen = new TreeMap<String, Boolean>();
        for (var effect : WindowsFacts.get().effects().keySet()) {
            var asked = Optional.ofNullable(rule.effects().get(effect));
            switch (rule.mode()) {
                case DEFAULT -> {}
                case APPEARANCE -> chosen.put(effect, true);
                case PERFORMANCE -> chosen.put(effect, false);
                case CUSTOM -> chosen.put(effect, asked.orElse(false));
                case CUSTOM_RANDOM -> {
                    boolean coin =
                            draw.coin(); // also drawn when not needed, so that one field does not shift the others
                    chosen.put(effect, asked.orElse(coin));
                }
            }
        }
        return chosen;
    }

    private static Map<String, Boolean> icons(WindowsProfile profile, SeededDraw draw) {
        var rule = profile.desktop().icons();
        var chosen = new TreeMap<String, Boolean>();
        for (var icon : WindowsFacts.get().desktopIcons().keySet()) {
            switch (rule.mode()) {
                case DEFAULT -> {}
                case CUSTOM -> chosen.put(icon, rule.show().contains(icon));
                case CUSTOM_RANDOM -> {
                    boolean coin = draw.coin();
                    chosen.put(
                            icon,
                            rule.show().contains(icon) || (coin && !rule.hide().contains(icon)));
                }
            }
        }
        return chosen;
    }

    private static Choices linux(LinuxProfile profile, VmIdentity identity, Seed seed) {
        var rule = profile.hostname();
        var name =
                switch (rule.mode()) {
                    case VM_NAME -> identity.vmName();
                    case FIXED -> rule.value().orElseThrow();
                    case TEMPLATE -> template(rule.template().orElseThrow(), identity, seed.draw("computerName"));
                };
        return Choices.names(
                name.toLowerCase(Locale.ROOT),
                profile.user().name(),
                profile.user().displayName());
    }

    /** For Windows: too long a result loses the middle of its VM name, never its unique end. */
    private static String expand(String template, VmIdentity identity, SeededDraw draw) {
        var full = template(template, identity, draw);
        int excess = full.length() - WindowsNames.COMPUTER_LENGTH;
        if (excess <= 0 || !template.contains("{vmName}") || identity.vmName().length() <= excess) {
            return full;
        }
        var shorter = identity.vmName().substring(0, identity.vmName().length() - excess);
        return template(template.replace("{vmName}", shorter), identity, draw);
    }

    private static String template(String template, VmIdentity identity, SeededDraw draw) {
        return NameTemplate.expand(template, (token, digits) -> switch (token) {
            case "vmName" -> identity.vmName();
            case "seq" -> String.format(Locale.ROOT, "%0" + digits + "d", identity.sequenceNumber());
            case "rand" -> characters(draw, digits);
            case "mac" -> end(identity.macAddress().replace(":", ""), digits);
            default -> end(identity.vmUuid().replace("-", ""), digits);
        });
    }

    private static String end(String text, int length) {
        return text.substring(text.length() - length);
    }

    private static String characters(SeededDraw draw, int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(NAME_ALPHABET.charAt(draw.below(NAME_ALPHABET.length())));
        }
        return text.toString();
    }
}
