package io.slipway.server.schema;

/**
 * How a section of a form stands.
 *
 * @param errors findings for which the document is refused
 * @param warnings other findings
 * @param changed settings that differ from their default
 */
public record FormSectionStatus(int errors, int warnings, int changed) {}
