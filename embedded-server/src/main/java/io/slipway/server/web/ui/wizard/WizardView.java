package io.slipway.server.web.ui.wizard;

import io.slipway.server.compat.Node;
import io.slipway.server.draft.Draft;
import io.slipway.server.draft.ProfileOption;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One step of the wizard in the operator's words.
 *
 * @param hosts on the first step, else none
 * @param waiting machines that applications want and that have no VM yet, on the first step
 * @param profiles on the third step, else none
 * @param host name of the chosen one, empty when none is chosen
 * @param template what is known of the chosen one; empty while the host was not asked lately
 */
record WizardView(
        PageFrame frame,
        WizardAddress address,
        Optional<HostRows> hosts,
        List<Node> waiting,
        List<ProfileOption> profiles,
        String host,
        Optional<Template> template) {
    WizardView {
        waiting = List.copyOf(waiting);
        profiles = List.copyOf(profiles);
    }

    WizardStep step() {
        return address.step();
    }

    Text text() {
        return frame.text("wizard");
    }

    /** A word that the window has too. */
    String said(String key, Object... arguments) {
        return text().get(key, arguments);
    }

    /** A word of the pages alone. */
    String say(String key, Object... arguments) {
        return frame.text("webwizard").get(key, arguments);
    }

    String value(Draft.Key key) {
        return address.draft().get(key);
    }

    boolean is(Draft.Key key, String value) {
        return value(key).equals(value);
    }

    /** Fields of the other steps, which travel along. */
    List<Draft.Key> carried() {
        return Arrays.stream(Draft.Key.values())
                .filter(key -> key != Draft.Key.LINES)
                .filter(key -> key == Draft.Key.NODE || WizardStep.of(key) != step())
                .toList();
    }

    boolean open(WizardStep other) {
        return other.ordinal() <= WizardStep.reached(address.draft()).ordinal();
    }

    /** Said by screen readers. */
    String rail(WizardStep other) {
        var state = other == step() ? "here" : other.ordinal() < step().ordinal() ? "done" : "later";
        return said("rail." + state, said("step." + other.word()), other.number());
    }

    boolean chosen(ProfileOption option) {
        var wanted = value(Draft.Key.PROFILE);
        boolean named = profiles.stream().anyMatch(one -> is(one, wanted));
        return unfit(option).isEmpty() && (named ? is(option, wanted) : option.equals(usual()));
    }

    private static boolean is(ProfileOption option, String wanted) {
        return option.word().equals(wanted) || option.name().equals(wanted);
    }

    /** The usual one where it fits, else the first that does. */
    private ProfileOption usual() {
        var fitting =
                profiles.stream().filter(option -> unfit(option).isEmpty()).toList();
        return fitting.stream()
                .filter(ProfileOption::usual)
                .findFirst()
                .or(() -> fitting.stream().findFirst())
                .orElseGet(profiles::getFirst);
    }

    /** Whether a profile was chosen that is not there, or not any more. */
    boolean vanished() {
        var wanted = value(Draft.Key.PROFILE);
        return !wanted.isEmpty() && profiles.stream().noneMatch(one -> is(one, wanted));
    }

    String detail(ProfileOption option) {
        var family = family(option.family());
        return option.builtIn() ? said("profile.builtIn", family) : said("profile.own", family, option.version());
    }

    /** Why it does not go with the template; empty when it does, or when nobody knows. */
    String unfit(ProfileOption option) {
        return template.filter(one -> !option.fits(one))
                .map(one -> said("profile.unfit", family(option.family()), one.name()))
                .orElse("");
    }

    private String family(Template.Family family) {
        return said("family." + family.name().toLowerCase(Locale.ROOT) + ".name");
    }

    /** The wizard for a machine that an application wants. */
    String prefill(Node node) {
        var draft = address.draft()
                .with(Draft.Key.NODE, node.id())
                .with(Draft.Key.MODE, Draft.DHCP)
                .with(Draft.Key.PATTERN, node.name())
                .with(Draft.Key.COUNT, "1")
                .with(Draft.Key.FIRST, "");
        draft = draft.with(Draft.Key.HOST, node.hypervisorId().orElse(draft.get(Draft.Key.HOST)))
                .with(Draft.Key.TEMPLATE, node.templateId().orElse(draft.get(Draft.Key.TEMPLATE)));
        return address.with(draft).link(WizardStep.HOST);
    }
}
