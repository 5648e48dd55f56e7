package io.slipway.home;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import io.slipway.server.base.Redactor;
import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control plane's log: {@code logs/slipway.log} in the data folder, ten files of 5 MB at most. */
public final class LogFile {
    private static final String NAME = "slipway.log";
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger{30} %msg%n%rEx{full}";

    private LogFile() {}

    /** Where the log of a data folder is. */
    public static Path of(Path dataFolder) {
        return folder(dataFolder).resolve(NAME);
    }

    /** The folder of the log and of its older files. */
    public static Path folder(Path dataFolder) {
        return dataFolder.toAbsolutePath().resolve("logs");
    }

    /** Writes the log there from now on, each line cleaned by the redactor. */
    public static void attach(Path dataFolder, Redactor redactor) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        var file = of(dataFolder);
        try {
            PrivateFiles.createFolder(folder(dataFolder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        detach();
        var appender = new RollingFileAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName(NAME);
        appender.setFile(file.toString());
        appender.setEncoder(encoder(context, redactor));
        rolling(context, appender, file);
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.INFO);
    }

    /** Ends the log, so that its folder can go away. */
    public static void detach() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            var appender = root.getAppender(NAME);
            if (appender != null) {
                root.detachAppender(appender);
                appender.stop();
            }
            root.setLevel(Level.OFF);
        }
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, Redactor redactor) {
        var layout = new RedactingLayout(redactor);
        layout.setContext(context);
        layout.setPattern(PATTERN);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    private static void rolling(LoggerContext context, RollingFileAppender<ILoggingEvent> appender, Path file) {
        var window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(appender);
        window.setFileNamePattern(file + ".%i");
        window.setMinIndex(1);
        window.setMaxIndex(9);
        window.start();
        var size = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        size.setContext(context);
        size.setMaxFileSize(FileSize.valueOf("5MB"));
        // By default it looks once a minute, and a minute of trouble can be any amount of text.
        size.setCheckIncrement(Duration.buildByMilliseconds(0));
        size.start();
        appender.setRollingPolicy(window);
        appender.setTriggeringPolicy(size);
    }
}
