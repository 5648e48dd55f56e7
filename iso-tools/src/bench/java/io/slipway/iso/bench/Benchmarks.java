package io.slipway.iso.bench;

import java.io.IOException;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs all benchmarks with one command: {@code mvn -q -Pbench -pl iso-tools verify}. Needs 12 GiB of disk, genisoimage and
 * about six minutes; results go to {@code target/jmh.json}. A pattern as second argument selects some of them.
 */
public final class Benchmarks {
    private Benchmarks() {}

    /** Runs the benchmarks; the first argument is the build directory. */
    public static void main(String[] arguments) throws RunnerException, IOException {
        String target = arguments.length > 0 ? arguments[0] : "target";
        System.setProperty("slipway.bench", target);
        var options = new OptionsBuilder()
                .include(arguments.length > 1 ? arguments[1] : "io.slipway.iso.bench")
                .jvmArgsPrepend("-Dslipway.bench=" + target)
                .resultFormat(ResultFormatType.JSON)
                .result(target + "/jmh.json")
                .build();
        try {
            new Runner(options).run();
        } finally {
            new Workspace().delete();
        }
    }
}
