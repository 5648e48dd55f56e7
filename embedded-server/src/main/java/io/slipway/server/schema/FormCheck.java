package io.slipway.server.schema;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Checks a document that is being edited. */
@FunctionalInterface
public interface FormCheck {

    /**
     * Everything wrong or doubtful about the document.
     *
     * @param document as {@link FormState#submission()} gives it; holds secrets that were typed, do not keep or log it
     * @return findings in document order, with pointers into the document
     */
    List<FormFinding> check(ObjectNode document);
}
