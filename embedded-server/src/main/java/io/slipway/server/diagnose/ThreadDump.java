package io.slipway.server.diagnose;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;

/** What every thread does at this moment, the virtual ones too: the runs are among them. */
final class ThreadDump {
    private ThreadDump() {}

    /** Names and stacks only; no values. */
    static String text() throws IOException {
        var folder = Files.createTempDirectory("slipway-threads");
        var file = folder.resolve("threads.txt");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            return Files.readString(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}
