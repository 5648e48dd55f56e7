package io.slipway.server.answer.importing;

import io.slipway.server.answer.importing.ImportLine.Outcome;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.ProfileCodec;
import io.slipway.server.profile.ProfileDocument;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a profile of an answer file from elsewhere, and a report that accounts for each of its settings.
 *
 * <p>Nothing of the file is ever run. What the profile's own rules refuse is taken out again and reported, so that the result is
 * always a valid profile. Pure and thread-safe.
 */
public final class UnattendImport {
    static final String UNKNOWN = "the profile has no such setting";

    private static final int MOST_REPAIRS = 200;
    private static final String ADMINISTRATORS = "Administrators";

    private final ImportDraft draft = new ImportDraft();
    private final RegistryFinds registry = new RegistryFinds();
    private boolean windowsPe;

    private UnattendImport() {}

    /**
     * Reads a file.
     *
     * @param name for people, of the profile to be
     * @throws SlipwayException UNPROCESSABLE when it is no answer file, PAYLOAD_TOO_LARGE above 2 MiB
     */
    public static ImportedProfile read(byte[] xml, String name) {
        return new UnattendImport().convert(XmlReader.read(xml), name);
    }

    private ImportedProfile convert(XmlReader.Read read, String name) {
        var root = read.root();
        if (!root.name().equals("unattend")) {
            throw XmlReader.refused("", "is no answer file: its root element is not unattend");
        }
        draft.set("/schemaVersion", 1);
        draft.set("/id", id(name));
        draft.set("/name", name.length() > 80 ? name.substring(0, 80) : name);
        draft.set("/target/os", "win11");
        for (var node : root.children()) {
            switch (node.name()) {
                case "settings" -> pass(node);
                case "Extensions" -> new ScriptsImport(draft, registry).read(node);
                default -> draft.leftAll(node.name(), node, UNKNOWN);
            }
        }
        new GeneratorForm(draft).read(read.comments());
        registrySettings();
        complete();
        return new ImportedProfile(checked(), draft.lines());
    }

    private static String id(String name) {
        var id = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        return id.isEmpty()
                ? "imported"
                : id.substring(0, Math.min(64, id.length())).replaceAll("-+$", "");
    }

    private void pass(XmlNode settings) {
        var pass = settings.attribute("pass");
        if (!pass.matches("[A-Za-z]{1,20}")) {
            draft.leftAll("settings", settings, "is no pass of Setup");
            return;
        }
        windowsPe |= pass.equals("windowsPE");
        settings.children().forEach(component -> component(pass, component));
    }

    private void component(String pass, XmlNode component) {
        var name = component.attribute("name");
        if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
            draft.leftAll(pass + "/" + component.name(), component, "is no component of Windows");
            return;
        }
        var where = pass + "/" + name;
        switch (name) {
            case "Microsoft-Windows-International-Core", "Microsoft-Windows-International-Core-WinPE" ->
                new RegionImport(draft).read(where, component);
            case "Microsoft-Windows-Setup" -> new SetupImport(draft).setup(where, component);
            case "Microsoft-Windows-PnpCustomizationsWinPE" -> new SetupImport(draft).drivers(where, component);
            case "Microsoft-Windows-Shell-Setup" -> new ShellImport(draft, registry).read(where, component);
            case "Microsoft-Windows-Deployment" -> new ShellImport(draft, registry).deployment(where, component);
            case "Microsoft-Windows-TerminalServices-LocalSessionManager" ->
                new ShellImport(draft, registry).remoteDesktop(where, component);
            default -> draft.leftAll(where, component, "the profile has no settings of this component");
        }
    }

    private void registrySettings() {
        for (var setting : registry.settings()) {
            var pointer = "/settings/" + setting;
            if (!draft.has(pointer)) {
                if (setting.equals("stickyKeys")) {
                    draft.set(pointer, "disabled");
                } else {
                    draft.set(pointer, true);
                }
                draft.adapted("registry/" + setting, pointer, "its registry values are in the file");
            }
        }
    }

    /** What a profile cannot do without, and what Windows needs to fit together. */
    private void complete() {
        var document = draft.document();
        if (!windowsPe) {
            draft.set("/install/method", "cloneSysprep");
            draft.adapted(
                    "file", "/install/method", "the file has no windowsPE pass: it is for a generalized template");
        }
        if (document.at("/target/os").asString("").startsWith("server")
                && document.at("/install/productKey/mode").asString("").equals("generic")) {
            draft.set("/install/productKey/mode", "none");
        }
        if (document.at("/target/firmware").asString("").equals("bios")
                && document.at("/target/os").asString("").equals("win11")) {
            draft.set("/install/bypass/tpm", true);
            draft.set("/install/bypass/secureBoot", true);
            draft.adapted("file", "/install/bypass", "Windows 11 on an old firmware needs these checks skipped");
        }
        boolean needsImage = windowsPe
                && document.at("/install/productKey/mode").asString("").matches("none|firmware")
                && !draft.has("/install/image");
        if (needsImage) {
            draft.set("/install/image", Json.object().put("by", "index").put("index", 1));
            draft.adapted("file", "/install/image", "the file selects no image: the first one of the medium");
        }
        if (!hasAdministrator()) {
            administrator();
        }
    }

    private boolean hasAdministrator() {
        return draft.has("/accounts/builtInAdministrator/password")
                || draft.document().at("/accounts/users").valueStream().anyMatch(user -> user.path("groups")
                        .valueStream()
                        .anyMatch(group -> group.asString("").equals(ADMINISTRATORS)));
    }

    private void administrator() {
        draft.set("/accounts/builtInAdministrator/password", AccountsImport.generated());
        draft.adapted(
                "file",
                "/accounts/builtInAdministrator/password",
                "the file makes no administrator: the built-in one gets a password of its own on each VM");
    }

    /** Takes out what the rules refuse until they refuse nothing. */
    private ProfileDocument checked() {
        for (int i = 0; i < MOST_REPAIRS; i++) {
            try {
                return ProfileCodec.parse(draft.document());
            } catch (SlipwayException e) {
                var error = e.problem().errors().stream().findFirst();
                if (error.isEmpty() || !repair(error.get())) {
                    throw e;
                }
            }
        }
        throw Problem.of(ProblemCode.UNPROCESSABLE, "The answer file breaks too many rules to become a profile.")
                .exception();
    }

    private boolean repair(FieldError error) {
        var pointer = error.pointer();
        while (!pointer.isEmpty() && draft.document().at(pointer).isMissingNode()) {
            pointer = pointer.substring(0, pointer.lastIndexOf('/'));
        }
        if (pointer.equals("/accounts") || pointer.equals("/accounts/users")) {
            administrator();
            return hasAdministrator();
        }
        if (pointer.equals("/accounts/autoLogon/user")) {
            pointer = "/accounts/autoLogon";
        }
        // A user without a usable name is no user.
        var target = pointer.matches("/accounts/users/\\d+(/(name|password)(/.*)?)?")
                ? pointer.replaceAll("(/accounts/users/\\d+).*", "$1")
                : pointer;
        if (target.isEmpty() || target.matches("/(schemaVersion|id|name|target)") || !remove(target)) {
            return false;
        }
        var gone = target;
        draft.lines()
                .removeIf(line -> line.pointer().equals(gone) || line.pointer().startsWith(gone + "/"));
        draft.lines().add(new ImportLine("profile" + target, Outcome.LEFT, "", error.message()));
        if (!hasAdministrator()) {
            administrator();
        }
        return true;
    }

    private boolean remove(String pointer) {
        int last = pointer.lastIndexOf('/');
        var parent = Optional.of(draft.document().at(pointer.substring(0, last)));
        var name = pointer.substring(last + 1);
        return switch (parent.get()) {
            case ObjectNode object -> object.remove(name) != null;
            case ArrayNode array -> name.matches("\\d{1,6}") && array.remove(Integer.parseInt(name)) != null;
            default -> false;
        };
    }
}
