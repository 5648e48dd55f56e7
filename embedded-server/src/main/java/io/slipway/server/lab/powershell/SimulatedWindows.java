package io.slipway.server.lab.powershell;

import io.slipway.server.base.Sleeper;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Windows guest as far as the product's scripts look at it: files, drives, registry, adapters, tasks, SMBIOS.
 *
 * <p>It stays while its scripts come and go, so a resumed run finds what the one before left. Nothing of Windows itself is
 * here; HTTPS calls leave for real. One script at a time; discs may be changed from another thread.
 */
public final class SimulatedWindows implements GuestWorld, AutoCloseable {
    /** The registry key in which Windows Setup says how far it is. */
    public static final String SETUP_STATE = "HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Setup\\State";

    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Set<String> WITH_VALUE = Set.of("-executionpolicy", "-windowstyle");
    private static final Set<String> WITHOUT_VALUE = Set.of("-noprofile", "-noninteractive", "-nologo");

    /** A program that a script may start. */
    @FunctionalInterface
    public interface Program {
        /** Runs and returns the exit code. */
        int run(String commandLine, GuestDisk disk);
    }

    /**
     * What a guest is made of.
     *
     * @param clock the guest's clock
     * @param sleeper how its scripts wait
     * @param random for jitter
     * @param source the local address its calls come from, or null for any
     * @param cancelled asked while scripts run; true ends them
     */
    public record Setup(
            String smbiosUuid,
            String computerName,
            InstantSource clock,
            Sleeper sleeper,
            RandomGenerator random,
            @Nullable InetAddress source,
            BooleanSupplier cancelled) {}

    private final Setup setup;
    private final GuestDisk disk = new GuestDisk();
    private final GuestRegistry registry = new GuestRegistry();
    private final GuestTasks tasks = new GuestTasks();
    private final GuestNetwork network;
    private final GuestHttp http;
    private final Set<String> mutexes = new HashSet<>();
    private final Map<String, Program> programs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** A guest that is still being set up: no adapter, no disc. */
    public SimulatedWindows(Setup setup) {
        this.setup = setup;
        network = new GuestNetwork(setup.clock());
        http = new GuestHttp(setup.clock(), setup.source(), network::connected);
        imageState("IMAGE_STATE_SPECIALIZE_RESEAL_TO_OOBE");
        program("icacls.exe", SimulatedWindows::icacls);
    }

    /** Sets how far Windows Setup is; {@code IMAGE_STATE_COMPLETE} at the end. */
    public void imageState(String state) {
        registry.set(SETUP_STATE, "ImageState", state);
    }

    /** Makes a program, or another body for a script that is called by path, known by its file name. */
    public void program(String fileName, Program program) {
        programs.put(fileName, program);
    }

    /**
     * Runs a Windows command line as Setup would: powershell.exe with {@code -File} or {@code -Command}.
     *
     * @throws ScriptException when the script leaves the subset or is cancelled
     * @throws IllegalArgumentException for another program or an unknown switch
     */
    public ScriptResult execute(String commandLine) {
        var words = new ArrayList<String>();
        var matcher = ARGUMENT.matcher(commandLine);
        int commandAt = -1;
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
            if (words.getLast().equalsIgnoreCase("-Command")) {
                commandAt = matcher.end();
                break;
            }
        }
        if (words.isEmpty() || !fileName(words.getFirst()).matches("(?i)powershell(\\.exe)?")) {
            throw new IllegalArgumentException("a simulated guest runs powershell.exe only");
        }
        for (int i = 1; i < words.size(); i++) {
            var word = words.get(i).toLowerCase(Locale.ROOT);
            if (word.equals("-file") && i + 1 < words.size()) {
                return runFile(words.get(i + 1), words.subList(i + 2, words.size()));
            }
            if (word.equals("-command")) {
                return host().run(command(commandLine.substring(commandAt)), "", List.of());
            }
            if (WITH_VALUE.contains(word)) {
                i++;
            } else if (!WITHOUT_VALUE.contains(word)) {
                throw new IllegalArgumentException("powershell.exe " + words.get(i) + " is not simulated");
            }
        }
        throw new IllegalArgumentException("powershell.exe without -File or -Command");
    }

    /** The rest of the line; one pair of quotes around it goes, and {@code \"} inside is a quote. */
    private static byte[] command(String rest) {
        var text = rest.trim();
        if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
            text = text.substring(1, text.length() - 1).replace("\\\"", "\"");
        }
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Runs a script file with arguments such as {@code -Task}. */
    public ScriptResult runFile(String path, List<String> arguments) {
        return host().run(disk.read(path), path, arguments);
    }

    /** Starts the machine: every start-up task runs once, one after the other. */
    public List<ScriptResult> boot() {
        return tasks.atStartup().stream()
                .map(task -> execute("\"" + task.program() + "\" " + task.arguments()))
                .toList();
    }

    /** Runs the tasks that scripts asked to start. */
    public List<ScriptResult> runStartedTasks() {
        return tasks.takeStarted().stream()
                .map(task -> execute("\"" + task.program() + "\" " + task.arguments()))
                .toList();
    }

    private ScriptHost host() {
        var host = ScriptHost.builder(setup.clock())
                .environment("ProgramData", "C:\\ProgramData")
                .environment("SystemRoot", "C:\\Windows")
                .environment("windir", "C:\\Windows")
                .environment("SystemDrive", "C:")
                .environment("COMPUTERNAME", setup.computerName())
                .programs(this::execute)
                .cancelledWhen(setup.cancelled());
        WindowsCmdlets.register(host, this);
        WindowsTypes.register(host, this);
        NetworkCmdlets.register(host, network);
        HttpTypes.register(host, http);
        return host.build();
    }

    @Override
    public @Nullable Integer execute(String path, List<String> arguments, List<Object> output) {
        var program = programs.get(fileName(path));
        if (program == null && path.toLowerCase(Locale.ROOT).endsWith(".ps1")) {
            return disk.exists(path) ? nested(path, arguments, output) : null;
        }
        boolean system = path.toLowerCase(Locale.ROOT).startsWith("c:\\windows\\") || !path.contains("\\");
        if (program == null || (!system && !disk.exists(path))) {
            return null;
        }
        return program.run(String.join(" ", arguments), disk);
    }

    /** A script that a script calls; an error that ends it is an error of the caller. */
    private int nested(String path, List<String> arguments, List<Object> output) {
        var result = runFile(path, arguments);
        output.addAll(result.output());
        if (result.uncaught().isPresent()) {
            throw new NetFailure(
                    NetExceptions.RUNTIME, path + ": " + result.uncaught().get());
        }
        return result.exitCode();
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('\\') + 1);
    }

    /** Knows one use: inheritance off, SYSTEM and Administrators in full control. */
    private static int icacls(String commandLine, GuestDisk disk) {
        var matcher = Pattern.compile("(\\S.*?) /inheritance:r /grant:r \\*S-1-5-18:\\(OI\\)\\(CI\\)F"
                        + " \\*S-1-5-32-544:\\(OI\\)\\(CI\\)F")
                .matcher(commandLine);
        if (!matcher.matches() || !disk.folderExists(matcher.group(1))) {
            return 2;
        }
        disk.restrict(matcher.group(1));
        return 0;
    }

    @Override
    public InstantSource clock() {
        return setup.clock();
    }

    @Override
    public void sleep(Duration time) {
        try {
            setup.sleeper().sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public RandomGenerator random() {
        return setup.random();
    }

    @Override
    public String smbiosUuid() {
        return setup.smbiosUuid();
    }

    @Override
    public String computerName() {
        return setup.computerName();
    }

    @Override
    public GuestDisk disk() {
        return disk;
    }

    @Override
    public GuestNetwork network() {
        return network;
    }

    @Override
    public GuestRegistry registry() {
        return registry;
    }

    @Override
    public GuestTasks tasks() {
        return tasks;
    }

    @Override
    public GuestHttp http() {
        return http;
    }

    @Override
    public synchronized boolean lock(String mutex) {
        return mutexes.add(mutex);
    }

    @Override
    public synchronized void unlock(String mutex) {
        mutexes.remove(mutex);
    }

    /** Pulls the plug: open connections go, locks of dead scripts are free. */
    @Override
    public synchronized void close() {
        mutexes.clear();
        http.close();
    }
}
