package io.slipway.server.workflow;

/**
 * Told at every edge of every step; the crash test halts the process there. Does nothing in the product.
 */
@FunctionalInterface
public interface EdgeProbe {
    /**
     * @param edge {@code claimed}, {@code before}, {@code journalled}, {@code acted} or {@code committed}
     * @param kind the step's kind
     */
    void at(String edge, String kind);

    static EdgeProbe none() {
        return (edge, kind) -> {};
    }
}
