package io.slipway.server.web.ui.frame;

/**
 * A problem in the place of a page.
 *
 * @param next what to do about it; empty when nobody knows
 * @param correlation the id under which the log has it; may be empty
 */
public record ProblemView(String title, String detail, String next, String code, String correlation) {}
