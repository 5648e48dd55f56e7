package io.slipway.server.answer.windows;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes one answer file: ASCII, no byte-order mark, no comments, LF, values on one line.
 *
 * <p>The declaration says utf-8, of which ASCII is a part; other characters become numeric references (rule F03), so that no
 * reader can misjudge the encoding. Not thread-safe.
 */
final class UnattendWriter {
    private static final String UNATTEND = "urn:schemas-microsoft-com:unattend";
    private static final String WCM = "http://schemas.microsoft.com/WMIConfig/2002/State";
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    /** What stands inside an element. */
    @FunctionalInterface
    interface Body {
        void write(UnattendWriter out);
    }

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;
    private int depth;

    UnattendWriter() {
        try {
            xml = FACTORY.createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The whole document. */
    byte[] document(Body body) {
        return guarded(() -> {
            text.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
            newLine();
            xml.writeStartElement("unattend");
            xml.writeAttribute("xmlns", UNATTEND);
            xml.writeAttribute("xmlns:wcm", WCM);
            inside(body);
            xml.flush();
            text.append('\n');
            return ascii(text.toString()).getBytes(StandardCharsets.US_ASCII);
        });
    }

    void pass(String pass, Body body) {
        run(() -> {
            newLine();
            xml.writeStartElement("settings");
            xml.writeAttribute("pass", pass);
            inside(body);
        });
    }

    void component(String name, String architecture, Body body) {
        run(() -> {
            newLine();
            xml.writeStartElement("component");
            xml.writeAttribute("name", name);
            xml.writeAttribute("processorArchitecture", architecture);
            xml.writeAttribute("publicKeyToken", "31bf3856ad364e35");
            xml.writeAttribute("language", "neutral");
            xml.writeAttribute("versionScope", "nonSxS");
            inside(body);
        });
    }

    void element(String name, Body body) {
        run(() -> {
            newLine();
            xml.writeStartElement(name);
            inside(body);
        });
    }

    /** An entry of a list; Setup merges lists by this attribute. */
    void item(String name, Body body) {
        run(() -> {
            newLine();
            xml.writeStartElement(name);
            xml.writeAttribute("wcm:action", "add");
            inside(body);
        });
    }

    /** An entry of a list whose entries have a key. */
    void keyed(String name, String key, Body body) {
        run(() -> {
            newLine();
            xml.writeStartElement(name);
            xml.writeAttribute("wcm:action", "add");
            xml.writeAttribute("wcm:keyValue", key);
            inside(body);
        });
    }

    void value(String name, String value) {
        run(() -> {
            newLine();
            xml.writeStartElement(name);
            xml.writeCharacters(value);
            xml.writeEndElement();
        });
    }

    void value(String name, int value) {
        value(name, Integer.toString(value));
    }

    void value(String name, boolean value) {
        value(name, Boolean.toString(value));
    }

    /** A root element of our own namespace, the place the schema of answer files leaves to others. */
    void extensions(String namespace, Body body) {
        run(() -> {
            newLine();
            xml.writeStartElement("Extensions");
            xml.writeAttribute("xmlns", namespace);
            inside(body);
        });
    }

    void file(String name, String base64) {
        run(() -> {
            newLine();
            xml.writeStartElement("File");
            xml.writeAttribute("name", name);
            xml.writeCharacters(base64);
            xml.writeEndElement();
        });
    }

    private void inside(Body body) throws XMLStreamException {
        depth++;
        body.write(this);
        depth--;
        newLine();
        xml.writeEndElement();
    }

    private void newLine() throws XMLStreamException {
        xml.flush();
        if (depth > 0 || text.getBuffer().length() > 0) {
            xml.writeCharacters("\n" + "\t".repeat(depth));
        }
    }

    /** Every character beyond ASCII as a decimal reference. */
    static String ascii(String xml) {
        var out = new StringBuilder(xml.length());
        xml.codePoints().forEach(c -> {
            if (c < 0x80) {
                out.append((char) c);
            } else {
                out.append("&#").append(c).append(';');
            }
        });
        return out.toString();
    }

    private interface Writing<T> {
        T go() throws XMLStreamException;
    }

    private interface Step {
        void go() throws XMLStreamException;
    }

    private static void run(Step step) {
        guarded(() -> {
            step.go();
            return 0;
        });
    }

    private static <T> T guarded(Writing<T> writing) {
        try {
            return writing.go();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }
}
