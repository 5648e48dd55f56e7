package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import org.jspecify.annotations.Nullable;

/** A path with the query parameters that were asked for. */
final class Query {
    private final StringBuilder text;

    Query(String path, int limit) {
        this.text = new StringBuilder(path).append("?limit=").append(limit);
    }

    /** Adds a parameter; one that was not given stays out. */
    Query with(String name, @Nullable String value) {
        if (value != null) {
            text.append('&').append(name).append('=').append(ControlPlane.segment(value));
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
