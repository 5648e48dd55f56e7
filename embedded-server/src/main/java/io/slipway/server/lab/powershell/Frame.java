package io.slipway.server.lab.powershell;

import org.jspecify.annotations.Nullable;

/** Where execution is: the scope, the source its offsets belong to, and the error being handled. */
final class Frame {
    private final Scope scope;
    private final Source source;
    private @Nullable Thrown handling;

    Frame(Scope scope, Source source) {
        this.scope = scope;
        this.source = source;
    }

    Scope scope() {
        return scope;
    }

    Source source() {
        return source;
    }

    @Nullable
    Thrown handling() {
        return handling;
    }

    void handling(@Nullable Thrown thrown) {
        handling = thrown;
    }
}
