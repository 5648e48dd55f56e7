package io.slipway.server.answer.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A parsed answer file, flattened.
 *
 * @param root its root element
 * @param settings every element below a component, in document order
 */
record AnswerDocument(Element root, List<Setting> settings) {
    static final String UNATTEND = "urn:schemas-microsoft-com:unattend";
    static final String WCM = "http://schemas.microsoft.com/WMIConfig/2002/State";

    /**
     * One element below a component.
     *
     * @param pass configuration pass
     * @param component name of the component
     * @param path element names below the component, joined by slashes
     * @param element itself
     */
    record Setting(String pass, String component, String path, Element element) {
        String where() {
            return pass + "/" + component + "/" + path;
        }

        /** Text of an element without children. */
        String value() {
            return element.getTextContent();
        }

        boolean leaf() {
            return children(element).isEmpty();
        }

        String name() {
            return element.getLocalName();
        }
    }

    static Optional<AnswerDocument> parse(byte[] xml, Findings findings) {
        try {
            var factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            var root = builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
            return Optional.of(new AnswerDocument(root, flatten(root)));
        } catch (SAXParseException e) {
            findings.error("F04", "line " + e.getLineNumber(), "is not well-formed XML");
        } catch (SAXException | IOException e) { // also an encoding that does not exist
            findings.error("F04", "file", "is not well-formed XML");
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        return Optional.empty();
    }

    private static List<Setting> flatten(Element root) {
        var all = new ArrayList<Setting>();
        for (var settings : children(root)) {
            if (settings.getLocalName().equals("settings")) {
                for (var component : children(settings)) {
                    flatten(settings.getAttribute("pass"), component.getAttribute("name"), "", component, all);
                }
            }
        }
        return List.copyOf(all);
    }

    private static void flatten(String pass, String component, String path, Element parent, List<Setting> into) {
        for (var child : children(parent)) {
            var name = path.isEmpty() ? child.getLocalName() : path + "/" + child.getLocalName();
            into.add(new Setting(pass, component, name, child));
            flatten(pass, component, name, child, into);
        }
    }

    static List<Element> children(Node parent) {
        var list = new ArrayList<Element>();
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                list.add(element);
            }
        }
        return list;
    }

    /** Settings of one component, by path; the pass does not matter. */
    Stream<Setting> at(String component, String path) {
        return settings.stream()
                .filter(s -> s.component().equals(component) && s.path().equals(path));
    }

    /** Text of a direct child, empty when it is absent. */
    static String child(Element parent, String name) {
        return children(parent).stream()
                .filter(element -> element.getLocalName().equals(name))
                .map(Element::getTextContent)
                .findFirst()
                .orElse("");
    }

    static boolean has(Element parent, String name) {
        return children(parent).stream()
                .anyMatch(element -> element.getLocalName().equals(name));
    }
}
