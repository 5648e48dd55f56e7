package io.slipway.server.lab.powershell;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Types that touch the guest's files, drives and locks. */
final class WindowsTypes {
    private final GuestWorld world;

    private WindowsTypes(GuestWorld world) {
        this.world = world;
    }

    static void register(ScriptHost.Builder host, GuestWorld world) {
        var all = new WindowsTypes(world);
        host.type(all.file());
        host.type(all.path());
        host.type(NetType.named("IO.Directory")
                .method("CreateDirectory", a -> {
                    world.disk().createFolder(Values.text(a.getFirst()));
                    return new PsObject().with("FullName", Values.text(a.getFirst()));
                })
                .method("GetFiles", a -> new ArrayList<Object>(world.disk().files(Values.text(a.getFirst()))))
                .method("Exists", a -> world.disk().folderExists(Values.text(a.getFirst()))));
        host.type(NetType.named("IO.FileInfo").constructor(a -> new NetObject("IO.FileInfo")
                .property("Length", () -> world.disk().read(Values.text(a.getFirst())).length)));
        host.type(NetType.enumeration("IO.FileMode", "Create", "CreateNew", "Open", "Append"));
        host.type(NetType.enumeration("IO.FileAttributes", "Normal", "ReadOnly", "Hidden"));
        host.type(NetType.named("IO.FileStream").constructor(all::fileStream));
        host.type(NetType.named("IO.DriveInfo").method("GetDrives", a -> all.drives()));
        host.type(NetType.named("Threading.Mutex").constructor(all::mutex));
        host.type(NetType.named("Net.IPAddress").method("Parse", a -> address(Values.text(a.getFirst()))));
        host.type(NetType.named("Environment")
                .value("OSVersion", () -> new PsObject()
                        .with("Version", new NetObject("Version").text(() -> "10.0.20348.0")))
                .value("MachineName", world::computerName)
                .value("NewLine", () -> "\r\n"));
    }

    private NetType file() {
        var disk = world.disk();
        return NetType.named("IO.File")
                .method("Exists", a -> disk.exists(Values.text(a.getFirst())))
                .method("ReadAllBytes", a -> disk.read(Values.text(a.getFirst())))
                .method("ReadAllText", a -> text(disk.read(Values.text(a.getFirst()))))
                .method("WriteAllBytes", a -> {
                    disk.write(Values.text(a.get(0)), (byte[]) a.get(1));
                    return Values.NOTHING;
                })
                .method("WriteAllText", a -> {
                    disk.write(Values.text(a.get(0)), bytes(a.get(1)));
                    return Values.NOTHING;
                })
                .method("AppendAllText", a -> {
                    disk.append(Values.text(a.get(0)), bytes(a.get(1)));
                    return Values.NOTHING;
                })
                .method("Delete", a -> {
                    disk.delete(Values.text(a.getFirst()));
                    return Values.NOTHING;
                })
                .method("Move", a -> {
                    disk.move(Values.text(a.get(0)), Values.text(a.get(1)), false);
                    return Values.NOTHING;
                })
                .method("Replace", a -> {
                    disk.move(Values.text(a.get(0)), Values.text(a.get(1)), true);
                    return Values.NOTHING;
                })
                .method("SetAttributes", a -> Values.NOTHING);
    }

    private static byte[] bytes(Object text) {
        return Values.text(text).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** .NET drops a UTF-8 mark when it reads a text. */
    private static String text(byte[] bytes) {
        var text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private NetType path() {
        return NetType.named("IO.Path").method("Combine", arguments -> {
            var path = new StringBuilder(Values.text(arguments.getFirst()));
            for (var part : arguments.subList(1, arguments.size())) {
                if (!path.isEmpty() && path.charAt(path.length() - 1) != '\\') {
                    path.append('\\');
                }
                path.append(Values.text(part));
            }
            return path.toString();
        });
    }

    private NetObject fileStream(List<Object> arguments) {
        var path = Values.text(arguments.getFirst());
        if (!Values.text(arguments.get(1)).equals("Create")) {
            throw new NetFailure("NotSupportedException", "only FileMode.Create is simulated");
        }
        var content = new ByteArrayOutputStream();
        world.disk().write(path, new byte[0]);
        return new NetObject("IO.FileStream")
                .method("Write", a -> {
                    content.write((byte[]) a.get(0), (Integer) a.get(1), (Integer) a.get(2));
                    return Values.NOTHING;
                })
                .method("Flush", a -> {
                    world.disk().write(path, content.toByteArray());
                    return Values.NOTHING;
                })
                .method("Close", a -> {
                    world.disk().write(path, content.toByteArray());
                    return Values.NOTHING;
                });
    }

    private Object drives() {
        var all = new ArrayList<Object>();
        all.add(drive("A:\\", false, ""));
        all.add(drive("C:\\", true, "Windows"));
        world.disk().drives().forEach(one -> all.add(drive(one.letter() + ":\\", true, one.label())));
        return all;
    }

    private static NetObject drive(String name, boolean ready, String label) {
        return new NetObject("IO.DriveInfo")
                .property("Name", () -> name)
                .property("IsReady", () -> ready)
                .property("VolumeLabel", () -> label)
                .text(() -> name);
    }

    private NetObject mutex(List<Object> arguments) {
        var name = Values.text(arguments.get(1));
        if (Values.truth(arguments.getFirst())) {
            throw new NetFailure("NotSupportedException", "a mutex that is owned from the start is not simulated");
        }
        return new NetObject("Threading.Mutex")
                .method("WaitOne", a -> world.lock(name))
                .method("ReleaseMutex", a -> {
                    world.unlock(name);
                    return Values.NOTHING;
                })
                .method("Dispose", a -> Values.NOTHING);
    }

    private static NetObject address(String text) {
        if (!Pattern.matches("(\\d{1,3}\\.){3}\\d{1,3}", text)) {
            throw new NetFailure("FormatException", "An invalid IP address was specified.");
        }
        var bytes = new byte[4];
        var parts = text.split("\\.", -1);
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return new NetObject("Net.IPAddress")
                .method("GetAddressBytes", a -> bytes.clone())
                .text(() -> text);
    }
}
