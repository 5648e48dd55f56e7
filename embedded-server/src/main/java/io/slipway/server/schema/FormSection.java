package io.slipway.server.schema;

import java.util.List;

/**
 * One page of a form.
 *
 * @param id stable name
 * @param label its name for people
 * @param hint what it is about, may be empty
 * @param fields in the order in which they are shown
 */
public record FormSection(String id, String label, String hint, List<Field> fields) {
    public FormSection {
        fields = List.copyOf(fields);
    }
}
