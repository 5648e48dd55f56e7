package io.slipway.server.answer.importing;

import io.slipway.server.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Accounts and the automatic logon; passwords become secret fields. */
final class AccountsImport {
    private static final String USERS = "/accounts/users";
    private static final String PASSWORD = "Password";
    private static final int MOST_USERS = 8;
    private static final int LONGEST_PASSWORD = 127;

    private final ImportDraft draft;

    AccountsImport(ImportDraft draft) {
        this.draft = draft;
    }

    void accounts(String where, XmlNode accounts) {
        for (var node : accounts.children()) {
            var at = where + "/" + node.name();
            switch (node.name()) {
                case "AdministratorPassword" -> administrator(at, node);
                case "LocalAccounts" -> node.children().forEach(account -> user(at + "/" + account.name(), account));
                default -> draft.leftAll(at, node, "domain accounts are not part of a profile");
            }
        }
    }

    private void administrator(String at, XmlNode node) {
        var pointer = "/accounts/builtInAdministrator/password";
        draft.set(pointer, secret(at, pointer, node, "AdministratorPassword"));
    }

    private void user(String at, XmlNode account) {
        var users = draft.list(USERS);
        if (users.size() == MOST_USERS) {
            draft.leftAll(at, account, "a profile has at most " + MOST_USERS + " users");
            return;
        }
        var pointer = USERS + "/" + users.size();
        var user = users.addObject().put("name", account.at("Name"));
        for (var node : account.children()) {
            var here = at + "/" + node.name();
            switch (node.name()) {
                case "Name" -> draft.taken(here, pointer + "/name");
                case "DisplayName" -> text(here, pointer, user, "displayName", node);
                case "Description" -> text(here, pointer, user, "description", node);
                case "Group" -> groups(here, pointer, user.putArray("groups"), node);
                case PASSWORD -> user.set("password", secret(here, pointer + "/password", node, PASSWORD));
                default -> draft.leftAll(here, node, UnattendImport.UNKNOWN);
            }
        }
        if (!user.has("password")) {
            user.set("password", generated());
            draft.adapted(at, pointer + "/password", "the file has no password here: each VM gets one of its own");
        }
        if (user.path("groups").isEmpty()) {
            user.putArray("groups").add("Users");
            draft.adapted(at, pointer + "/groups", "the file names no group: Users");
        }
    }

    private void text(String at, String pointer, ObjectNode user, String field, XmlNode node) {
        var value = node.text().strip();
        if (!value.isEmpty()) {
            user.put(field, value);
            draft.taken(at, pointer + "/" + field);
        }
    }

    private void groups(String at, String pointer, ArrayNode groups, XmlNode node) {
        for (var group : node.text().split(";", -1)) {
            var name = group.strip().replace(" ", "");
            if (!name.isEmpty()
                    && groups.valueStream()
                            .noneMatch(present -> present.asString("").equals(name))) {
                groups.add(name);
            }
        }
        draft.taken(at, pointer + "/groups");
    }

    private ObjectNode secret(String at, String pointer, XmlNode node, String suffix) {
        var value = node.child("Value").map(XmlNode::text).orElse(node.text());
        boolean plain = !node.at("PlainText").equalsIgnoreCase("false");
        var decoded = plain ? Optional.of(value.strip()) : reveal(value.strip(), suffix);
        if (decoded.isEmpty()) {
            draft.adapted(at, pointer, "the password cannot be read: each VM gets one of its own");
            return generated();
        }
        var text = decoded.get();
        if (text.isEmpty() || text.length() > LONGEST_PASSWORD || text.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
            draft.adapted(
                    at,
                    pointer,
                    text.isEmpty()
                            ? "an account without a password is open to everybody: each VM gets one of its own"
                            : "the password breaks a rule: each VM gets one of its own");
            return generated();
        }
        draft.taken(at, pointer);
        return Json.object().put("value", text);
    }

    static ObjectNode generated() {
        var secret = Json.object();
        secret.putObject("generate").put("length", 20);
        return secret;
    }

    /** Base64 of UTF-16LE of the password and the element's name. */
    private static Optional<String> reveal(String base64, String suffix) {
        try {
            var text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_16LE);
            return text.endsWith(suffix)
                    ? Optional.of(text.substring(0, text.length() - suffix.length()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void autoLogon(String where, XmlNode logon) {
        var enabled = logon.at("Enabled");
        if (!enabled.isEmpty() && !enabled.equalsIgnoreCase("true") && !enabled.equals("1")) {
            draft.always(where);
            return;
        }
        var name = logon.at("Username");
        var position = userNamed(name);
        var mode = "/accounts/autoLogon/mode";
        if (position.isPresent()) {
            draft.set(mode, "user");
            draft.set("/accounts/autoLogon/user", position.get());
        } else if (name.equalsIgnoreCase("Administrator")) {
            administratorLogon(where, logon);
        } else {
            draft.leftAll(where, logon, "no account of the file has this name");
            return;
        }
        for (var node : logon.children()) {
            var at = where + "/" + node.name();
            switch (node.name()) {
                case "Username", "Enabled" -> draft.taken(at, mode);
                case "LogonCount" -> count(at, node.text().strip());
                case PASSWORD -> draft.always(at);
                default -> draft.leftAll(at, node, UnattendImport.UNKNOWN);
            }
        }
    }

    private void administratorLogon(String where, XmlNode logon) {
        draft.set("/accounts/autoLogon/mode", "builtInAdministrator");
        var password = "/accounts/builtInAdministrator/password";
        if (!draft.has(password)) {
            draft.set(
                    password,
                    logon.child(PASSWORD)
                            .map(node -> secret(where + "/" + PASSWORD, password, node, PASSWORD))
                            .orElseGet(AccountsImport::generated));
        }
    }

    private Optional<String> userNamed(String name) {
        List<String> names = new ArrayList<>();
        draft.document().at(USERS).forEach(user -> names.add(user.path("name").asString("")));
        return names.stream().filter(name::equalsIgnoreCase).findFirst();
    }

    private void count(String at, String text) {
        var pointer = "/accounts/autoLogon/count";
        try {
            long count = Long.parseLong(text);
            draft.set(pointer, (int) Math.clamp(count, 1, 10));
            if (count >= 1 && count <= 10) {
                draft.taken(at, pointer);
            } else {
                draft.adapted(at, pointer, "a profile allows 1 to 10 automatic logons");
            }
        } catch (NumberFormatException e) {
            draft.left(at, "is not a number");
        }
    }
}
