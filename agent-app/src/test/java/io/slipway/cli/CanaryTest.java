package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.slipway.home.LogFile;
import io.slipway.iso.read.IsoReader;
import io.slipway.server.base.Redactor;
import io.slipway.server.lab.pve.Faults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Runs the main job, failing ones and every command with marked secrets, and looks for them where they must not be. */
@Tag("slow")
@Timeout(900)
class CanaryTest {
    private static final String IN_PROFILE = "Kanarienvogel-77!x";
    private static final String IN_VAULT = "Zeisig-88!y & <Fink>";
    private static final List<String> CANARIES = List.of(LaboratoryRig.PASSWORD, IN_PROFILE, IN_VAULT);
    private static final String PROFILE = """
            {"user":{"nameMode":"fixed","password":"%s"},"computerName":{"mode":"random"},
             "softwareRemoval":{"mode":"fixed"},"capabilityRemoval":{"mode":"fixed"}}""".formatted(IN_PROFILE);

    /** Run to their end elsewhere, or below; here they would not end, or leave a file in the current folder. */
    private static final Set<String> LASTING = Set.of("demo", "serve", "diagnose");

    @TempDir
    Path home;

    private final Redactor detector = new Redactor();
    private final List<CommandRun.Outcome> outcomes = new ArrayList<>();
    private final Set<String> used = new TreeSet<>();
    private Set<Path> temporaryBefore = Set.of();
    private LaboratoryRig rig;

    @BeforeEach
    void open() throws IOException {
        CANARIES.forEach(detector::learn);
        temporaryBefore = temporary();
        rig = new LaboratoryRig(home);
        LogFile.attach(rig.cli().data(), rig.agent.parts().redactor());
        ((Logger) LoggerFactory.getLogger("io.slipway")).setLevel(Level.DEBUG);
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger("io.slipway")).setLevel(null);
        LogFile.detach();
        rig.close();
    }

    @Test
    @Tag("F135")
    @Tag("F128")
    @Tag("F180")
    void markedSecretsAreInNoLogDatabaseFileAnswerOrCommandLine() throws IOException {
        var profile = Files.writeString(home.resolve("office.json"), PROFILE);
        var image = home.resolve("answer.iso");
        setUp(profile);
        work(image);
        failures();
        everyOtherCommand();
        bundle(home.resolve("bundle.zip"));

        for (var outcome : outcomes) {
            assertClean("a command's output", outcome.out() + outcome.err());
        }
        rig.lab.commands().forEach(command -> assertClean("a command on the host", command));
        processes();
        assertOnlyInItsField(image);
        Files.delete(profile);
        Files.delete(image);
        files(home);
        temporary().stream().filter(file -> !temporaryBefore.contains(file)).forEach(this::assertFileClean);
        rig.agent.close();
        files(home);
    }

    private void setUp(Path profile) {
        run(rig.register("lab"), "host", "add");
        run("host", "list");
        run("host", "check", "lab");
        run("template", "list", "lab");
        run("template", "map", "lab", "office", "9000");
        run("profile", "import", profile.toString());
        run("profile", "list");
        run("profile", "show", "office");
        run("profile", "export", "office");
        run(rig.cli().typing(IN_VAULT), "secret", "set", "worker", "--value-stdin");
        run("secret", "bind", "worker", "--profile", "windows-11-worker", "--field", "/accounts/users/0/password");
        run("secret", "list");
    }

    private void work(Path image) {
        run(order("office", "PC-01", "10.20.0.11"));
        run(order("windows-11-worker", "PC-02", "10.20.0.12"));
        assertThat(rig.ownMachines()).as("%s", outcomes.getLast()).isEqualTo(2);
        var job = rig.cli()
                .run("job", "list", "--json")
                .json()
                .path("items")
                .path(0)
                .path("id");
        run("job", "list");
        run("job", "show", job.asString());
        run("job", "log", job.asString());
        run("job", "cancel", job.asString());
        run("job", "retry", job.asString());
        run("vm", "list");
        run("vm", "show", "PC-01");
        run("vm", "password", "PC-01");
        run("iso", "answer", "--vm", "PC-03", "--profile", "office", "-o", image.toString());
        run("iso", "list", image.toString());
        run("iso", "verify", image.toString());
        run(rig.cli().typing(IN_VAULT + "!"), "secret", "rotate", "worker", "--value-stdin");
        run(rig.cli().typing(IN_VAULT), "secret", "reenter", "worker", "--value-stdin");
        run("doctor");
        run("vm", "delete", "PC-01", "--yes", "--force");
    }

    /** The host repeats the secrets it was given, in its own ways. */
    private void failures() {
        var said = "error: bad password " + IN_PROFILE + " for '" + LaboratoryRig.PASSWORD + "'\n";
        rig.lab.faults().always("qm start", new Faults.Answer(255, said, said));
        run(order("office", "PC-04", "10.20.0.14"));
        assertThat(outcomes.getLast().exitCode()).isNotZero();
        rig.lab.faults().clear();
        run(
                rig.cli().typing(IN_VAULT),
                "host",
                "add",
                "wrong",
                "127.0.0.1",
                "--port",
                Integer.toString(rig.lab.port()),
                "--password-stdin",
                "--host-key",
                rig.fingerprint());
        run(rig.cli().typing(IN_VAULT + "\u0001".repeat(20_000)), "secret", "set", "long", "--value-stdin");
        rig.lab.changeRootPassword("another-one-entirely");
        var root = rig.cli().run("secret", "list", "--json").json().path("items");
        for (var secret : root) {
            if (secret.path("label").asString().startsWith("password of host")) {
                run(
                        rig.cli().typing(IN_PROFILE),
                        "secret",
                        "rotate",
                        secret.path("id").asString(),
                        "--value-stdin");
            }
        }
        run("host", "check", "lab");
        assertThat(outcomes.getLast().exitCode()).isNotZero();
    }

    /** What was not run above runs without its arguments: each command's refusal is looked at too. */
    private void everyOtherCommand() {
        for (var name : leaves(Commands.tree(new RootCommand(), shell()), "")) {
            if (!used.contains(name) && !LASTING.contains(name)) {
                run(name.split(" "));
            }
        }
        run("host", "remove", "lab", "--yes");
        run("profile", "delete", "office", "--yes");
        run("secret", "delete", "worker", "--yes");
    }

    /** With everything that can be ticked. */
    private void bundle(Path file) throws IOException {
        run("diagnose", "-o", file.toString(), "--with", "host-names");
        var entries = new TreeSet<String>();
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList()) {
                entries.add(entry.getName().replaceAll("/.*", "/"));
                assertClean(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(entries).contains("logs/", "job-logs/", "jobs.txt", "threads.txt", "doctor.txt", "settings.txt");
        Files.delete(file);
    }

    private Shell shell() {
        var nowhere = new java.io.ByteArrayOutputStream();
        return new Shell(rig.cli().surroundings(nowhere, nowhere), new RootCommand());
    }

    private static List<String> leaves(CommandLine line, String prefix) {
        var leaves = new ArrayList<String>();
        line.getSubcommands().forEach((name, command) -> {
            var path = (prefix + " " + name).strip();
            leaves.addAll(command.getSubcommands().isEmpty() ? List.of(path) : leaves(command, path));
        });
        return leaves;
    }

    private static String[] order(String profile, String name, String address) {
        return new String[] {
            "provision",
            "--host",
            "lab",
            "--template",
            "win11-tpl",
            "--profile",
            profile,
            "--names",
            name,
            "--pool",
            address + "-" + address + "/24",
            "--gateway",
            "10.20.0.1"
        };
    }

    private void run(String... words) {
        run(rig.cli(), words);
    }

    private void run(CommandRun cli, String... words) {
        run(cli.run(words), words);
    }

    private void run(CommandRun.Outcome outcome, String... words) {
        used.add(words[0]);
        if (words.length > 1) {
            used.add(words[0] + " " + words[1]);
        }
        outcomes.add(outcome);
    }

    private void assertClean(String what, String text) {
        var cleaned = detector.clean(text);
        int first = java.util.Arrays.mismatch(cleaned.toCharArray(), text.toCharArray());
        assertThat(first)
                .as("%s holds a secret: %s", what, text.substring(Math.max(0, first - 100), Math.max(0, first)))
                .isNegative();
        for (var canary : CANARIES) {
            var wide = new String(canary.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
            assertThat(text.contains(wide)).as("%s in UTF-16", what).isFalse();
        }
    }

    /** This process and its children: what every user of the machine can read, and what children inherit. */
    private void processes() throws IOException {
        var processes = new ArrayList<>(ProcessHandle.current().descendants().toList());
        processes.add(ProcessHandle.current());
        for (var process : processes) {
            for (var file : List.of("cmdline", "environ")) {
                var path = Path.of("/proc/" + process.pid() + "/" + file);
                if (Files.isReadable(path)) {
                    assertClean(path.toString(), Files.readString(path, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    /** On the disc a password stands in the password elements of the answer file and nowhere else. */
    private void assertOnlyInItsField(Path image) throws IOException {
        try (var reader = IsoReader.open(image)) {
            for (var entry : reader.entries(reader.bestView())) {
                if (entry.size() > 0 && entry.children().isEmpty()) {
                    var text = new String(entry.bytes(1 << 20), StandardCharsets.UTF_8);
                    var rest = text.replaceAll(
                            "<(\\w*Password)>\\s*<PlainText>false</PlainText>\\s*<Value>[^<]*</Value>", "<$1>");
                    if (entry.name().equalsIgnoreCase("autounattend.xml")) {
                        assertThat(detector.clean(text))
                                .as("the disc has its password")
                                .isNotEqualTo(text);
                        assertThat(detector.clean(rest)).isEqualTo(rest);
                    } else {
                        assertClean(entry.name(), text);
                    }
                }
            }
        }
    }

    private void files(Path folder) throws IOException {
        var looked = new TreeSet<String>();
        try (var files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                looked.add(file.getFileName().toString());
                assertFileClean(file);
            });
        }
        assertThat(looked).contains("slipway.db", "slipway.log");
    }

    private void assertFileClean(Path file) {
        try {
            // The token in this file belongs to whoever may read it; the canaries do not.
            assertClean(
                    file.toString(),
                    new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                            .replaceAll("slp_api_[A-Za-z0-9_-]+", ""));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Files of this user in the system's temporary folder, without what other programs' folders hold. */
    private static Set<Path> temporary() throws IOException {
        var found = new TreeSet<Path>();
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            files.filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
                    .filter(file -> file.toFile().length() < 16 << 20)
                    .forEach(found::add);
        }
        return found;
    }
}
