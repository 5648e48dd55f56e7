package io.slipway.server.ssh;

import net.schmizz.sshj.common.LoggerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** Keeps the SSH library out of our log at every level: it writes commands and answers at debug level. */
final class SilentLog implements LoggerFactory {
    @Override
    public Logger getLogger(String name) {
        return NOPLogger.NOP_LOGGER;
    }

    @Override
    public Logger getLogger(Class<?> owner) {
        return NOPLogger.NOP_LOGGER;
    }
}
