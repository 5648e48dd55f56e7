package io.slipway.server.lab.guest;

import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.lab.powershell.GuestDisk;
import io.slipway.server.lab.powershell.GuestDrive;
import io.slipway.server.lab.powershell.ScriptException;
import io.slipway.server.lab.powershell.SimulatedWindows;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Windows from Setup to the end of the bootstrap script; the scripts are the bytes found on the discs. */
final class WindowsGuest {
    private static final String START_LOG = "C:\\ProgramData\\Slipway\\start.log";
    private static final String STAGE_LOG = "C:\\ProgramData\\Slipway\\stage0.log";

    private final Guests owner;
    private final Guest guest;
    private final GuestRecord disk;
    private final List<Disc> discs;

    WindowsGuest(Guests owner, Guest guest, List<Disc> discs) {
        this.owner = owner;
        this.guest = guest;
        this.disk = guest.disk();
        this.discs = discs;
        disk.system("windows");
    }

    /** Windows Setup on an empty disk. */
    void install() throws GuestFailure, InterruptedException {
        guest.enter(GuestPhase.WINDOWS_PE);
        var bytes = answerBytes("autounattend.xml");
        var answer = AnswerFile.parse(bytes);
        answer.checkInstallation();
        guest.enter(GuestPhase.PARTITION);
        guest.enter(GuestPhase.APPLY_IMAGE);
        configure(answer, bytes);
    }

    /** The first start of a generalised image: specialize and oobeSystem only. */
    void specializeClone() throws GuestFailure, InterruptedException {
        var bytes = answerBytes("unattend.xml");
        configure(AnswerFile.parse(bytes), bytes);
    }

    /** The first answer file by drive letter, as the implicit search of Setup finds it. */
    private byte[] answerBytes(String preferred) throws GuestFailure {
        for (var name : List.of(preferred, "autounattend.xml", "unattend.xml")) {
            for (var disc : discs) {
                var bytes = disc.find(name);
                if (bytes != null) {
                    disk.file(name, sha256(bytes));
                    return bytes;
                }
            }
        }
        throw new GuestFailure("Setup waits at its first page: no answer file at the root of a CD");
    }

    private void configure(AnswerFile answer, byte[] bytes) throws GuestFailure, InterruptedException {
        guest.enter(GuestPhase.SPECIALIZE);
        var name = answer.computerName();
        disk.computerName(name.isEmpty() || name.equals("*") ? "DESKTOP-" + guest.vmid() : name);
        disk.region(answer.userLocale(), answer.timeZone());
        var windows = new WindowsMachine(owner, guest).create();
        disk.windows(windows);
        attach(windows);
        windows.disk().createFolder("C:\\Windows\\Panther");
        windows.disk().write("C:\\Windows\\Panther\\unattend.xml", bytes);
        for (var command : answer.specializeCommands()) {
            specialize(windows, command);
        }
        guest.enter(GuestPhase.OOBE);
        for (var account : answer.accounts()) {
            var hash = sha256(account.password().getBytes(StandardCharsets.UTF_8));
            disk.account(account.name(), new GuestReport.Account(account.group(), account.displayName(), hash));
        }
        answer.firstLogonCommands()
                .forEach(command -> disk.call(
                        "first logon command of " + command.length() + " characters, not run: nobody logs on here"));
        windows.imageState("IMAGE_STATE_COMPLETE");
        disk.install();
        run(windows);
    }

    /** A later power-on of an installed disk. */
    void start() throws InterruptedException {
        var windows = disk.windows();
        if (windows != null) {
            attach(windows);
            run(windows);
        }
    }

    private void attach(SimulatedWindows windows) {
        for (char letter = 'D'; letter <= 'Z'; letter++) {
            windows.disk().eject(letter);
        }
        char letter = 'D';
        for (var disc : discs) {
            var files = new TreeMap<String, byte[]>();
            disc.files().forEach((path, content) -> files.put(path.replace('/', '\\'), tampered(path, content)));
            windows.disk().attach(new GuestDrive(letter++, disc.label(), files));
        }
    }

    /** A guest with the fault {@link GuestFault.WrongToken} reads another token than the one on its disc. */
    private byte[] tampered(String path, byte[] content) {
        if (guest.fault(GuestFault.WrongToken.class) == null || !path.equalsIgnoreCase("provision.json")) {
            return content;
        }
        try {
            if (Json.parse(content) instanceof ObjectNode config && config.has("token")) {
                var token = config.path("token").asString();
                var other = token.isEmpty() ? "x" : (token.charAt(0) == 'e' ? "f" : "e") + token.substring(1);
                return Json.write(config.put("token", other)).getBytes(StandardCharsets.UTF_8);
            }
        } catch (SlipwayException notJson) {
            return content;
        }
        return content;
    }

    /**
     * Runs the command of the specialize pass. Where its scripts leave the interpreter's subset, the laboratory says so and
     * starts START.ps1 itself, which is the part the product's promises rest on.
     */
    private void specialize(SimulatedWindows windows, String command) throws GuestFailure, InterruptedException {
        try {
            var result = windows.execute(command);
            disk.call("specialize command ended with " + result.exitCode());
            result.uncaught().ifPresent(error -> disk.call("specialize command: " + error));
        } catch (ScriptException | IllegalArgumentException e) {
            checkPower();
            disk.call("specialize command is outside the interpreter's subset: " + e.getMessage());
            startDirectly(windows);
        }
    }

    private void startDirectly(SimulatedWindows windows) throws GuestFailure, InterruptedException {
        for (char letter = 'D'; letter <= 'Z'; letter++) {
            var path = letter + ":\\START.ps1";
            if (windows.disk().exists(path)) {
                try {
                    windows.runFile(path, List.of());
                    disk.call("START.ps1 started by the laboratory");
                    return;
                } catch (ScriptException e) {
                    checkPower();
                    throw new GuestFailure("START.ps1: " + e.getMessage());
                }
            }
        }
    }

    private void checkPower() throws InterruptedException {
        if (!guest.isOn()) {
            throw new InterruptedException("power off");
        }
    }

    private void run(SimulatedWindows windows) throws InterruptedException {
        if (discs.stream().anyMatch(Disc::bringsAgent) || disk.agentInstalled()) {
            disk.installAgent();
            guest.startAgent();
        }
        guest.enter(GuestPhase.BOOTSTRAP);
        guest.plugLate();
        try {
            for (var result : windows.boot()) {
                result.uncaught().ifPresent(disk::problem);
            }
            windows.runStartedTasks();
            copyLog(windows.disk());
            disk.phase(GuestPhase.READY);
        } catch (ScriptException e) {
            copyLog(windows.disk());
            checkPower();
            disk.problem("START.ps1: " + e.getMessage());
            disk.phase(GuestPhase.FAILED);
        }
    }

    /** The script's own log is the record of what it reported; it never holds the token. */
    private void copyLog(GuestDisk files) {
        for (var log : List.of(STAGE_LOG, START_LOG)) {
            if (files.exists(log)) {
                new String(files.read(log), StandardCharsets.UTF_8).lines().forEach(this::logLine);
                if (log.equals(START_LOG)) {
                    disk.file("start.log", sha256(files.read(log)));
                }
            }
        }
    }

    private void logLine(String line) {
        var entry = entry(line);
        if (entry == null) {
            disk.call("stage0: " + line);
            return;
        }
        var message = entry.path("message").asString();
        disk.call(entry.path("step").asString() + ": " + message);
        if (entry.path("level").asString().equals("error")) {
            disk.problem(message);
        }
    }

    private static @Nullable ObjectNode entry(String line) {
        try {
            return line.startsWith("{") && Json.parse(line) instanceof ObjectNode object ? object : null;
        } catch (SlipwayException notJson) {
            return null;
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .toLowerCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
