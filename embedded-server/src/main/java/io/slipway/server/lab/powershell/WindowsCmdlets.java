package io.slipway.server.lab.powershell;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands of Windows that are neither network nor language: time, files, registry, tasks, processes, CIM. */
final class WindowsCmdlets {
    private final GuestWorld world;

    private WindowsCmdlets(GuestWorld world) {
        this.world = world;
    }

    static void register(ScriptHost.Builder host, GuestWorld world) {
        var all = new WindowsCmdlets(world);
        host.cmdlet("Start-Sleep", "Seconds* Milliseconds", all::sleep);
        host.cmdlet("Get-Random", "Minimum Maximum*", all::random);
        host.cmdlet("Get-CimInstance", "ClassName*", all::cim);
        host.cmdlet("Test-Path", "Path* LiteralPath PathType", all::testPath);
        host.cmdlet("Get-FileHash", "Path* Algorithm", all::hash);
        host.cmdlet("Get-ItemProperty", "Path* Name", all::readKey);
        host.cmdlet("Remove-ItemProperty", "Path* Name*", all::removeValue);
        host.cmdlet("Start-Process", "FilePath* ArgumentList* -PassThru -Wait WindowStyle", all::process);
        host.cmdlet("New-ScheduledTaskAction", "Execute Argument", call -> new PsObject()
                .with("Execute", call.text("Execute"))
                .with("Arguments", call.text("Argument")));
        host.cmdlet("New-ScheduledTaskTrigger", "-AtStartup", call -> new PsObject()
                .with("AtStartup", call.flag("AtStartup")));
        host.cmdlet("New-ScheduledTaskPrincipal", "UserId LogonType RunLevel", call -> new PsObject()
                .with("UserId", call.text("UserId"))
                .with("RunLevel", call.text("RunLevel")));
        host.cmdlet(
                "New-ScheduledTaskSettingsSet",
                "MultipleInstances ExecutionTimeLimit -StartWhenAvailable -AllowStartIfOnBatteries"
                        + " -DontStopIfGoingOnBatteries",
                call -> new PsObject().with("MultipleInstances", call.text("MultipleInstances")));
        host.cmdlet("Register-ScheduledTask", "TaskName* Action Trigger Principal Settings -Force", all::registerTask);
        host.cmdlet("Get-ScheduledTask", "TaskName*", all::task);
        host.cmdlet("Unregister-ScheduledTask", "TaskName* -Confirm", all::unregister);
        host.cmdlet("Start-ScheduledTask", "TaskName*", all::startTask);
    }

    private Object sleep(CmdletCall call) {
        double millis = call.has("Milliseconds")
                ? Conversions.number(call.get("Milliseconds")).doubleValue()
                : 1000 * Conversions.number(call.get("Seconds")).doubleValue();
        world.sleep(Duration.ofMillis((long) Math.rint(millis)));
        return Values.NOTHING;
    }

    private Object random(CmdletCall call) {
        int from = call.has("Minimum") ? call.number("Minimum") : 0;
        int to = call.has("Maximum") ? call.number("Maximum") : Integer.MAX_VALUE;
        return world.random().nextInt(from, to);
    }

    private Object cim(CmdletCall call) {
        if (!call.text("ClassName").equalsIgnoreCase("Win32_ComputerSystemProduct")) {
            throw new NetFailure("CimException", "Invalid class " + call.text("ClassName"));
        }
        return new PsObject().with("UUID", world.smbiosUuid());
    }

    private Object testPath(CmdletCall call) {
        var path = call.has("LiteralPath") ? call.text("LiteralPath") : call.text("Path");
        return world.disk().exists(path) || world.disk().folderExists(path);
    }

    private Object hash(CmdletCall call) {
        var algorithm = call.has("Algorithm") ? call.text("Algorithm") : "SHA256";
        if (!algorithm.equalsIgnoreCase("SHA256")) {
            throw new NetFailure(NetExceptions.RUNTIME, "only SHA256 is simulated");
        }
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(world.disk().read(call.text("Path")));
            return new PsObject()
                    .with("Algorithm", "SHA256")
                    .with("Hash", HexFormat.of().withUpperCase().formatHex(digest))
                    .with("Path", call.text("Path"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Object readKey(CmdletCall call) {
        var values = world.registry().read(call.text("Path"));
        if (values == null) {
            throw new NetFailure(
                    "Management.Automation.ItemNotFoundException",
                    "Cannot find path '" + call.text("Path") + "' because it does not exist.");
        }
        return values;
    }

    private Object removeValue(CmdletCall call) {
        if (!world.registry().remove(call.text("Path"), call.text("Name"))) {
            throw new NetFailure(
                    "Management.Automation.PSArgumentException", "Property " + call.text("Name") + " does not exist.");
        }
        return Values.NOTHING;
    }

    /** The program runs to its end at once; waiting for it then finds it ended. */
    private @Nullable Object process(CmdletCall call) {
        var path = call.text("FilePath");
        var exitCode = world.execute(
                path, List.of(Operators.join(call.list("ArgumentList"), " ")), new java.util.ArrayList<>());
        if (exitCode == null) {
            throw new NetFailure(
                    "InvalidOperationException",
                    "This command cannot be run due to the error: The system cannot find the file specified.");
        }
        if (!call.flag("PassThru")) {
            return Values.NOTHING;
        }
        return new NetObject("Diagnostics.Process")
                .property("Handle", () -> 1)
                .property("ExitCode", () -> exitCode)
                .property("HasExited", () -> true)
                .method("WaitForExit", arguments -> true)
                .method("Kill", arguments -> Values.NOTHING);
    }

    private Object registerTask(CmdletCall call) {
        if (!(call.get("Action") instanceof PsObject action)
                || !(call.get("Trigger") instanceof PsObject trigger)
                || !(call.get("Principal") instanceof PsObject principal)) {
            throw new NetFailure("CimException", "a task needs an action, a trigger and a principal");
        }
        if (world.tasks().find(call.text("TaskName")).isPresent() && !call.flag("Force")) {
            throw new NetFailure("CimException", "Cannot create a file when that file already exists.");
        }
        world.tasks()
                .register(new GuestTasks.Task(
                        call.text("TaskName"),
                        Values.text(action.get("Execute")),
                        Values.text(action.get("Arguments")),
                        Values.text(principal.get("UserId")),
                        Values.truth(trigger.get("AtStartup"))));
        return new PsObject().with("TaskName", call.text("TaskName"));
    }

    private Object task(CmdletCall call) {
        var name = call.text("TaskName");
        assertTask(name);
        return new PsObject().with("TaskName", name).with("State", "Ready");
    }

    private void assertTask(String name) {
        if (world.tasks().find(name).isEmpty()) {
            throw new NetFailure(
                    "CimException",
                    "No MSFT_ScheduledTask objects found with property 'TaskName' equal to '" + name + "'.");
        }
    }

    private Object unregister(CmdletCall call) {
        assertTask(call.text("TaskName"));
        world.tasks().unregister(call.text("TaskName"));
        return Values.NOTHING;
    }

    private Object startTask(CmdletCall call) {
        assertTask(call.text("TaskName"));
        world.tasks().start(call.text("TaskName"));
        return Values.NOTHING;
    }
}
