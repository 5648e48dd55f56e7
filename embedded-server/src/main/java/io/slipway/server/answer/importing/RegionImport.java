package io.slipway.server.answer.importing;

import io.slipway.server.profile.WindowsFacts;
import java.util.Map;

/** Language, formats and keyboards; the same elements stand in three passes. */
final class RegionImport {
    private static final Map<String, String> TEXTS = Map.of(
            "SystemLocale", "/locale/systemLocale",
            "UILanguage", "/locale/uiLanguage",
            "UserLocale", "/locale/userLocale");

    private final ImportDraft draft;

    RegionImport(ImportDraft draft) {
        this.draft = draft;
    }

    void read(String where, XmlNode component) {
        for (var node : component.children()) {
            var at = where + "/" + node.name();
            switch (node.name()) {
                case "InputLocale" -> keyboards(at, node.text().strip());
                case "SystemLocale", "UILanguage", "UserLocale" -> text(at, TEXTS.getOrDefault(node.name(), ""), node);
                case "UILanguageFallback" -> draft.always(at);
                case "SetupUILanguage" -> {
                    node.children("UILanguage")
                            .forEach(language -> text(at + "/UILanguage", "/locale/setupUiLanguage", language));
                    node.children().stream()
                            .filter(child -> !child.name().equals("UILanguage"))
                            .forEach(child -> draft.leftAll(at + "/" + child.name(), child, UnattendImport.UNKNOWN));
                }
                default -> draft.leftAll(at, node, UnattendImport.UNKNOWN);
            }
        }
    }

    private void text(String at, String pointer, XmlNode node) {
        var value = node.text().strip();
        if (draft.has(pointer) && !draft.document().at(pointer).asString("").equals(value)) {
            draft.left(at, "another pass of the file says something else; the first one counts");
        } else {
            draft.set(pointer, value);
            draft.taken(at, pointer);
        }
    }

    private void keyboards(String at, String text) {
        if (draft.has("/locale/inputs")) {
            draft.always(at);
            return;
        }
        var facts = WindowsFacts.get();
        var inputs = draft.list("/locale/inputs");
        for (var part : text.split(";", -1)) {
            var item = part.strip();
            int colon = item.indexOf(':');
            if (inputs.size() == 3 || item.length() > 100) {
                draft.left(at, "a profile has at most three keyboards");
                return;
            } else if (facts.inputMethod(item)) {
                inputs.addObject().put("locale", "en-US").put("keyboard", item);
            } else if (colon > 0 && facts.keyboard(item.substring(colon + 1))) {
                inputs.addObject().put("locale", item.substring(0, colon)).put("keyboard", item.substring(colon + 1));
            } else if (facts.defaultKeyboard(item).isPresent()) {
                inputs.addObject()
                        .put("locale", item)
                        .put("keyboard", facts.defaultKeyboard(item).get());
            } else {
                draft.left(at, "one of the keyboards is not known");
            }
        }
        draft.taken(at, "/locale/inputs");
    }
}
