package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Json;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.lab.pve.Effect;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** A laboratory that outlives the product's process, which is started, killed and started again. */
final class CrashRig implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    final Laboratory lab;
    final Path folder;
    private final int lanPort;
    private final Path work;
    private int starts;

    CrashRig(Path work, UnaryOperator<LaboratoryBuilder> set) throws IOException {
        this.work = work;
        this.folder = work.resolve("data");
        this.lab = set.apply(Laboratory.builder().rootPassword(Rig.PASSWORD)).start();
        try (var free = new ServerSocket(0)) {
            this.lanPort = free.getLocalPort();
        }
    }

    /** A started product. */
    record Child(Process process, Path output) {
        int await() throws InterruptedException {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("the child ends")
                    .isTrue();
            return process.exitValue();
        }

        /** Waits until the order is accepted. @return whether the process ended before that */
        boolean awaitWork() throws IOException, InterruptedException {
            while (!text().contains("JOB ")) {
                if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
            return false;
        }

        void kill() throws InterruptedException {
            process.destroyForcibly();
            process.waitFor();
        }

        String text() throws IOException {
            return Files.readString(output);
        }
    }

    Child start(ObjectNode order, String key, String edge) throws IOException {
        var orderFile = work.resolve("order-" + key + ".json");
        Files.writeString(orderFile, Json.write(order));
        var output = work.resolve("child-" + ++starts + ".txt");
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName()));
        command.addAll(List.of(
                folder.toString(),
                Integer.toString(lab.port()),
                Integer.toString(lanPort),
                orderFile.toString(),
                key,
                edge));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.redirectInput(ProcessBuilder.Redirect.from(new File(nullDevice())));
        return new Child(builder.start(), output);
    }

    private static String nullDevice() {
        return File.separatorChar == '\\' ? "NUL" : "/dev/null";
    }

    /** Runs the product to the order's end. */
    String finish(ObjectNode order, String key) throws IOException, InterruptedException {
        var child = start(order, key, "-");
        int exit = child.await();
        assertThat(exit).as(child.text()).isZero();
        return child.text();
    }

    /** VMs that are not templates. */
    List<Integer> machines() {
        return lab.vms().stream()
                .filter(vm -> vm.vmid() < 9000)
                .map(vm -> vm.vmid())
                .sorted()
                .toList();
    }

    /** Config ISOs of ours that are still there. */
    List<String> isos() {
        return lab.isoFiles("local").stream()
                .map(Laboratory.IsoFile::name)
                .filter(name -> name.startsWith("slipway-"))
                .toList();
    }

    /** How often each kind of effect hit each machine or volume. */
    Map<String, Integer> counts(Effect.Kind... kinds) {
        var counts = new TreeMap<String, Integer>();
        for (var effect : lab.effects()) {
            if (List.of(kinds).contains(effect.kind())) {
                counts.merge(
                        effect.kind() + " " + (effect.vmid() > 0 ? effect.vmid() : effect.name()), 1, Integer::sum);
            }
        }
        return counts;
    }

    @Override
    public void close() {
        lab.close();
    }
}
