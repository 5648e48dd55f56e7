package io.slipway.home;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.slipway.server.base.Redactor;

/** Cleans every finished line of the log: messages, exceptions with their causes, thread names, from us and from libraries. */
final class RedactingLayout extends PatternLayout {
    private final Redactor redactor;

    RedactingLayout(Redactor redactor) {
        this.redactor = redactor;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return redactor.clean(super.doLayout(event));
    }
}
