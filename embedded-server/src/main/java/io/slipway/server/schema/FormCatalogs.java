package io.slipway.server.schema;

import java.util.List;

/** Tables of known values that a form suggests, such as the time zones of Windows. */
@FunctionalInterface
public interface FormCatalogs {

    /** No tables: nothing is suggested. */
    FormCatalogs NONE = name -> List.of();

    /** The values of a table, in the order in which they are offered. */
    List<Field.Option> entries(String name);
}
