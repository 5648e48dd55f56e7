package io.slipway.server.answer.importing;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML from strangers: no document type, no entities but the five of the standard, nothing fetched, and bounds on size,
 * depth and number of elements.
 */
final class XmlReader {
    static final int LARGEST = 2 << 20;
    private static final int DEEPEST = 40;
    private static final int MOST_ELEMENTS = 20_000;

    private final XMLStreamReader reader;
    private final List<String> comments = new ArrayList<>();
    private int elements;

    private XmlReader(XMLStreamReader reader) {
        this.reader = reader;
    }

    /** A document and the comments anywhere in it. */
    record Read(XmlNode root, List<String> comments) {}

    /** @throws SlipwayException PAYLOAD_TOO_LARGE, or UNPROCESSABLE with the line of the mistake */
    static Read read(byte[] xml) {
        if (xml.length > LARGEST) {
            throw Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, "The answer file has more than 2 MiB.")
                    .exception();
        }
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            var reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            return new XmlReader(reader).document();
        } catch (XMLStreamException e) {
            var at = e.getLocation();
            throw refused(at == null ? "" : " in line " + at.getLineNumber(), "is not well-formed XML");
        } catch (RuntimeException e) {
            // The parser's own complaint about an encoding or a character that does not exist.
            throw e instanceof SlipwayException ours ? ours : refused("", "is not well-formed XML");
        }
    }

    private Read document() throws XMLStreamException {
        XmlNode root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> root = element(1);
                case XMLStreamConstants.COMMENT -> comments.add(reader.getText());
                case XMLStreamConstants.DTD -> throw refused("", "must not declare a document type");
                default -> {}
            }
        }
        if (root == null) {
            throw refused("", "has no element");
        }
        return new Read(root, List.copyOf(comments));
    }

    private XmlNode element(int depth) throws XMLStreamException {
        if (depth > DEEPEST || ++elements > MOST_ELEMENTS) {
            throw refused(
                    " in line " + reader.getLocation().getLineNumber(),
                    "has more than " + DEEPEST + " levels or " + MOST_ELEMENTS + " elements");
        }
        var name = reader.getLocalName();
        var attributes = new HashMap<String, String>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        var text = new StringBuilder();
        var children = new ArrayList<XmlNode>();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                case XMLStreamConstants.COMMENT -> comments.add(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE -> throw refused("", "uses an entity that XML does not have");
                case XMLStreamConstants.END_ELEMENT -> {
                    return new XmlNode(name, attributes, text.toString(), List.copyOf(children));
                }
                default -> {}
            }
        }
    }

    static SlipwayException refused(String where, String why) {
        return Problem.of(
                        ProblemCode.UNPROCESSABLE,
                        "The answer file" + where + " " + why + ".",
                        List.of(new FieldError("/xml", why + where)))
                .exception();
    }
}
