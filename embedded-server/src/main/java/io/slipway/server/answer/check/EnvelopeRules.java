package io.slipway.server.answer.check;

import java.util.HashSet;
import java.util.Set;
import org.w3c.dom.Element;

/** Rules about root, passes and components (X01 to X08). */
final class EnvelopeRules {
    private static final Set<String> PASSES = Set.of(
            "offlineServicing", "windowsPE", "generalize", "specialize", "auditSystem", "auditUser", "oobeSystem");
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86", "arm64", "wow64", "arm", "ia64", "msil");

    private EnvelopeRules() {}

    static void check(AnswerDocument document, Findings findings) {
        var root = document.root();
        if (!"unattend".equals(root.getLocalName()) || !AnswerDocument.UNATTEND.equals(root.getNamespaceURI())) {
            findings.error("X01", "root", "must be unattend in " + AnswerDocument.UNATTEND);
            return;
        }
        var passes = new HashSet<String>();
        var architectures = new HashSet<String>();
        for (var child : AnswerDocument.children(root)) {
            if (child.getLocalName().equals("settings") && AnswerDocument.UNATTEND.equals(child.getNamespaceURI())) {
                settings(child, passes, architectures, findings);
            } else if (AnswerDocument.UNATTEND.equals(child.getNamespaceURI())
                    && !child.getLocalName().equals("servicing")) {
                findings.error("X02", child.getLocalName(), "is not an element of answer files");
            }
        }
        if (architectures.size() > 1) {
            findings.oddity("X05", "file", "should have one processor architecture only");
        }
        document.settings().forEach(setting -> listAction(setting, findings));
    }

    private static void settings(Element settings, Set<String> passes, Set<String> architectures, Findings findings) {
        var pass = settings.getAttribute("pass");
        if (!PASSES.contains(pass)) {
            findings.error("X02", "settings", "must name a configuration pass");
        }
        if (!passes.add(pass)) {
            findings.error("X03", pass, "stands twice");
        }
        var components = new HashSet<String>();
        for (var component : AnswerDocument.children(settings)) {
            var name = component.getAttribute("name");
            var where = pass + "/" + name;
            var architecture = component.getAttribute("processorArchitecture");
            architectures.add(architecture);
            if (!component.getLocalName().equals("component") || name.isEmpty()) {
                findings.error("X02", where, "must be a component with a name");
            }
            if (!components.add(name + " " + architecture)) {
                findings.error("X03", where, "stands twice");
            }
            if (!ARCHITECTURES.contains(architecture)
                    || !component.getAttribute("publicKeyToken").equalsIgnoreCase("31bf3856ad364e35")
                    || !component.getAttribute("language").equals("neutral")
                    || !component.getAttribute("versionScope").equalsIgnoreCase("nonSxS")) {
                findings.error("X04", where, "must have the usual architecture, key token, language and scope");
            }
        }
    }

    /** A list action under another namespace looks right and is ignored. */
    private static void listAction(AnswerDocument.Setting setting, Findings findings) {
        var attributes = setting.element().getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            var attribute = attributes.item(i);
            if (!"action".equals(attribute.getLocalName())) {
                continue;
            }
            if (!AnswerDocument.WCM.equals(attribute.getNamespaceURI())) {
                findings.error("X06", setting.where(), "has a list action outside " + AnswerDocument.WCM);
            } else if (!Set.of("add", "modify", "remove").contains(attribute.getNodeValue())) {
                findings.error("X07", setting.where(), "must have the list action add, modify or remove");
            }
        }
        if (!AnswerDocument.UNATTEND.equals(setting.element().getNamespaceURI())) {
            findings.error("X08", setting.where(), "must not be of another namespace inside a component");
        }
    }
}
