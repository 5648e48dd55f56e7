package io.slipway.server.lab.guest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** An answer file as Windows Setup takes it: parsed, refused for what stops a real Setup, read setting by setting. */
final class AnswerFile {
    /** A local account with the password as Setup decodes it. */
    record LocalAccount(String name, String group, String displayName, String password) {}

    private static final String NAMESPACE = "urn:schemas-microsoft-com:unattend";
    private static final int LARGEST_PATH = 259;
    private static final int LARGEST_COMMAND = 1024;

    private final Element root;

    private AnswerFile(Element root) {
        this.root = root;
    }

    /** @throws GuestFailure with the reason for which Setup would stop */
    static AnswerFile parse(byte[] bytes) throws GuestFailure {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB) {
            throw new GuestFailure("answer file: a byte-order mark stops the Setup of Windows 11 24H2");
        }
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            var root = builder.parse(new ByteArrayInputStream(bytes)).getDocumentElement();
            if (!"unattend".equals(root.getLocalName()) || !NAMESPACE.equals(root.getNamespaceURI())) {
                throw new GuestFailure("answer file: the root element is not unattend of " + NAMESPACE);
            }
            var file = new AnswerFile(root);
            file.check();
            return file;
        } catch (SAXException | IOException e) {
            throw new GuestFailure("answer file: not well-formed XML: " + e.getMessage());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void check() throws GuestFailure {
        var passes = new HashSet<String>();
        for (var settings : children(root, "settings")) {
            var pass = settings.getAttribute("pass");
            if (!passes.add(pass)) {
                throw new GuestFailure("answer file: two settings of pass " + pass);
            }
            var components = new HashSet<String>();
            for (var component : children(settings, "component")) {
                var key = component.getAttribute("name") + "/" + component.getAttribute("processorArchitecture");
                if (!components.add(key)) {
                    throw new GuestFailure("answer file: component " + key + " twice in pass " + pass);
                }
                if (!"31bf3856ad364e35".equals(component.getAttribute("publicKeyToken"))) {
                    throw new GuestFailure("answer file: component " + key + " has another publicKeyToken");
                }
            }
        }
        for (var command : commands("windowsPE", "Microsoft-Windows-Setup")) {
            checkLength("RunSynchronousCommand Path", command, LARGEST_PATH);
        }
        for (var command : specializeCommands()) {
            checkLength("RunSynchronousCommand Path", command, LARGEST_PATH);
        }
        for (var command : firstLogonCommands()) {
            checkLength("FirstLogonCommands CommandLine", command, LARGEST_COMMAND);
        }
        checkName();
        checkAccounts();
    }

    private static void checkLength(String what, String text, int most) throws GuestFailure {
        if (text.isEmpty() || text.length() > most) {
            throw new GuestFailure(
                    "answer file: " + what + " has " + text.length() + " characters, 1 to " + most + " are allowed");
        }
    }

    /** What Setup needs before it touches the disk. */
    void checkInstallation() throws GuestFailure {
        var setup = component("windowsPE", "Microsoft-Windows-Setup")
                .orElseThrow(() -> new GuestFailure("answer file: no Microsoft-Windows-Setup in windowsPE"));
        if (!text(setup, "UserData", "AcceptEula").equals("true")) {
            throw new GuestFailure("Setup waits at the licence page: AcceptEula is not true");
        }
        boolean target = !text(setup, "ImageInstall", "OSImage", "InstallTo", "PartitionID")
                        .isEmpty()
                || text(setup, "ImageInstall", "OSImage", "InstallToAvailablePartition")
                        .equals("true");
        if (!target) {
            throw new GuestFailure("Setup waits at the disk page: ImageInstall names no target");
        }
        boolean image = find(setup, "ImageInstall", "OSImage", "InstallFrom").isPresent();
        boolean key = find(setup, "UserData", "ProductKey").isPresent();
        if (!image && !key) {
            throw new GuestFailure("Setup waits at the edition page: neither an image nor a product key is named");
        }
        if (find(setup, "DiskConfiguration", "Disk").isEmpty()) {
            throw new GuestFailure("Setup waits at the disk page: no DiskConfiguration for an empty disk");
        }
    }

    private void checkName() throws GuestFailure {
        var name = computerName();
        if (!name.isEmpty() && !name.equals("*") && (!name.matches("[A-Za-z0-9-]{1,15}") || name.matches("[0-9]+"))) {
            throw new GuestFailure("specialize: the computer name " + name + " is not valid");
        }
    }

    private void checkAccounts() throws GuestFailure {
        for (var account : accounts()) {
            if (account.name().isEmpty()
                    || account.name().length() > 20
                    || account.name().matches(".*[\"/\\\\\\[\\]:|<>+=;,?*%@].*")) {
                throw new GuestFailure("oobeSystem: the account name " + account.name() + " is not valid");
            }
            if (account.name().equalsIgnoreCase(computerName())) {
                throw new GuestFailure("oobeSystem: account and computer have the same name (0x8007056b)");
            }
        }
    }

    String computerName() {
        return component("specialize", "Microsoft-Windows-Shell-Setup")
                .map(shell -> text(shell, "ComputerName"))
                .orElse("");
    }

    String timeZone() {
        return component("specialize", "Microsoft-Windows-Shell-Setup")
                .map(shell -> text(shell, "TimeZone"))
                .filter(zone -> !zone.isEmpty())
                .or(() ->
                        component("oobeSystem", "Microsoft-Windows-Shell-Setup").map(shell -> text(shell, "TimeZone")))
                .orElse("");
    }

    String userLocale() {
        return component("oobeSystem", "Microsoft-Windows-International-Core")
                .map(core -> text(core, "UserLocale"))
                .orElse("");
    }

    List<String> specializeCommands() {
        return commands("specialize", "Microsoft-Windows-Deployment");
    }

    List<String> firstLogonCommands() {
        var found = new ArrayList<String>();
        component("oobeSystem", "Microsoft-Windows-Shell-Setup")
                .flatMap(shell -> find(shell, "FirstLogonCommands"))
                .ifPresent(list -> children(list, "SynchronousCommand")
                        .forEach(command -> found.add(text(command, "CommandLine"))));
        return found;
    }

    private List<String> commands(String pass, String component) {
        var found = new ArrayList<String>();
        component(pass, component)
                .flatMap(owner -> find(owner, "RunSynchronous"))
                .ifPresent(list ->
                        children(list, "RunSynchronousCommand").forEach(command -> found.add(text(command, "Path"))));
        return found;
    }

    /** @throws GuestFailure when a password is not in the form Setup decodes (0x8007000d) */
    List<LocalAccount> accounts() throws GuestFailure {
        var found = new ArrayList<LocalAccount>();
        var users =
                component("oobeSystem", "Microsoft-Windows-Shell-Setup").flatMap(shell -> find(shell, "UserAccounts"));
        var list = users.flatMap(accounts -> find(accounts, "LocalAccounts"));
        if (list.isPresent()) {
            for (var account : children(list.get(), "LocalAccount")) {
                found.add(new LocalAccount(
                        text(account, "Name"),
                        text(account, "Group"),
                        text(account, "DisplayName"),
                        password(account, "Password")));
            }
        }
        if (users.flatMap(accounts -> find(accounts, "AdministratorPassword")).isPresent()) {
            var administrator = password(users.get(), "AdministratorPassword");
            found.add(new LocalAccount("Administrator", "Administrators", "", administrator));
        }
        return found;
    }

    /** base64 of UTF-16LE of the password followed by the element's own name, when PlainText is false. */
    private static String password(Element owner, String element) throws GuestFailure {
        var value = text(owner, element, "Value");
        if (text(owner, element, "PlainText").equals("true")) {
            return value;
        }
        try {
            var decoded = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_16LE);
            if (decoded.endsWith(element)) {
                return decoded.substring(0, decoded.length() - element.length());
            }
        } catch (IllegalArgumentException notBase64) {
            // The same failure as a missing suffix.
        }
        throw new GuestFailure("oobeSystem: failed to decode a password (0x8007000d)");
    }

    private Optional<Element> component(String pass, String name) {
        for (var settings : children(root, "settings")) {
            if (settings.getAttribute("pass").equals(pass)) {
                for (var component : children(settings, "component")) {
                    if (component.getAttribute("name").equals(name)) {
                        return Optional.of(component);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Element> find(Element owner, String... path) {
        var at = owner;
        for (var name : path) {
            var next = children(at, name);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.getFirst();
        }
        return Optional.of(at);
    }

    private static String text(Element owner, String... path) {
        return find(owner, path).map(Element::getTextContent).orElse("");
    }

    private static List<Element> children(Element owner, String name) {
        var found = new ArrayList<Element>();
        for (Node node = owner.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found;
    }
}
