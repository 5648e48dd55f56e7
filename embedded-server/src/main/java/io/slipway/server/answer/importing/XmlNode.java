package io.slipway.server.answer.importing;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element of a file we did not write.
 *
 * @param name without a prefix
 * @param attributes by their names without a prefix
 * @param text of the element itself, without that of its children
 */
record XmlNode(String name, Map<String, String> attributes, String text, List<XmlNode> children) {
    String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    boolean leaf() {
        return children.isEmpty();
    }

    Optional<XmlNode> child(String wanted) {
        return children.stream().filter(child -> child.name().equals(wanted)).findFirst();
    }

    List<XmlNode> children(String wanted) {
        return children.stream().filter(child -> child.name().equals(wanted)).toList();
    }

    /** The stripped text at a path of child names; empty when there is no such element. */
    String at(String... path) {
        var node = Optional.of(this);
        for (var step : path) {
            node = node.flatMap(found -> found.child(step));
        }
        return node.map(found -> found.text().strip()).orElse("");
    }
}
