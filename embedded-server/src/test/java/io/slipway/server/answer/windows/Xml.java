package io.slipway.server.answer.windows;

import io.slipway.server.answer.ConfigFiles;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** An answer file for XPath without namespaces; {@code s} and {@code c} stand for settings and component. */
final class Xml {
    private final byte[] bytes;
    private final Document document;

    Xml(ConfigFiles rendered) {
        bytes = rendered.files().values().iterator().next();
        try {
            document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(bytes));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    List<Element> elements(String path) {
        var full = path.replace("//s[", "//settings[")
                .replace("//c[", "//component[")
                .replace("/c[", "/component[")
                .replaceAll("//c$", "//component");
        try {
            var nodes =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(full, document, XPathConstants.NODESET);
            var list = new ArrayList<Element>();
            for (int i = 0; i < nodes.getLength(); i++) {
                list.add((Element) nodes.item(i));
            }
            return list;
        } catch (javax.xml.xpath.XPathExpressionException e) {
            throw new AssertionError(e);
        }
    }

    List<String> texts(String path) {
        return elements(path).stream().map(Element::getTextContent).toList();
    }

    int count(String path) {
        return elements(path).size();
    }
}
