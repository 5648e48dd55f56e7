package io.slipway.server.lab.sh;

import io.slipway.server.lab.sh.VfsException.Reason;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Files and folders: mkdir, mv, cp, rm, ls, stat and the like. */
final class FileTools {
    private static final DateTimeFormatter LS_TIME =
            DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    @FunctionalInterface
    private interface Action {
        void run(String path) throws VfsException;
    }

    private FileTools() {}

    static void install(Host host) {
        host.install(FileTools::mkdir, "mkdir", "/bin/mkdir");
        host.install(
                call -> each(
                        call,
                        "failed to remove",
                        path -> call.process().host().files().delete(path)),
                "rmdir");
        host.install(FileTools::move, "mv", "/bin/mv", "cp", "/bin/cp");
        host.install(FileTools::remove, "rm", "/bin/rm");
        host.install(FileTools::touch, "touch");
        host.install(FileTools::list, "ls", "/bin/ls");
        host.install(FileTools::stat, "stat", "/usr/bin/stat");
        host.install(FileTools::chmod, "chmod");
        host.install(call -> 0, "chown", "chgrp");
        host.install(call -> part(call, true), "basename");
        host.install(call -> part(call, false), "dirname");
    }

    private static boolean flag(Call call, char letter) {
        return call.args().stream().anyMatch(arg -> arg.matches("-[a-zA-Z]+") && arg.indexOf(letter) > 0);
    }

    private static List<String> operands(Call call) {
        var found = new ArrayList<String>();
        boolean literal = false;
        for (var arg : call.args()) {
            if (!literal && arg.equals("--")) {
                literal = true;
            } else if (literal || !arg.startsWith("-")) {
                found.add(arg);
            }
        }
        return found;
    }

    private static int each(Call call, String problem, Action action) throws PipeClosed {
        int status = 0;
        for (var path : operands(call)) {
            try {
                var absolute = call.process().resolve(path);
                Files.mayWrite(call.process().account(), absolute);
                action.run(absolute);
            } catch (VfsException e) {
                call.err().line(short0(call) + ": " + problem + " '" + path + "': " + e.getMessage());
                status = 1;
            }
        }
        return status;
    }

    private static String short0(Call call) {
        return call.name().substring(call.name().lastIndexOf('/') + 1);
    }

    private static int mkdir(Call call) throws PipeClosed {
        var files = call.process().host().files();
        int mode = 0777 & ~call.process().umask();
        var plain = call.args().indexOf("-m");
        var reduced = plain < 0
                ? call
                : call.with(
                        call.name(),
                        call.args().stream()
                                .filter(arg -> !arg.matches("-m|0?[0-7]{3}"))
                                .toList());
        return flag(call, 'p')
                ? each(reduced, "cannot create directory", path -> files.makeDirectories(path, mode))
                : each(reduced, "cannot create directory", path -> files.makeDirectory(path, mode));
    }

    private static int move(Call call) throws PipeClosed {
        var operands = operands(call);
        if (operands.size() != 2) {
            call.err().line(short0(call) + ": missing file operand");
            return 1;
        }
        var process = call.process();
        var files = process.host().files();
        var from = process.resolve(operands.getFirst());
        var to = process.resolve(operands.get(1));
        var target = files.stat(to);
        if (target != null && target.directory()) {
            to = to + "/" + Vfs.name(from);
        }
        try {
            Files.mayWrite(process.account(), to);
            if (!files.exists(from)) {
                call.err().line(short0(call) + ": cannot stat '" + operands.getFirst() + "': " + Reason.ENOENT.text());
                return 1;
            }
            if (short0(call).equals("mv")) {
                files.rename(from, to);
            } else {
                files.copy(from, to);
            }
            return 0;
        } catch (VfsException e) {
            call.err()
                    .line(short0(call) + ": cannot move '" + operands.getFirst() + "' to '" + operands.get(1) + "': "
                            + e.getMessage());
            return 1;
        }
    }

    private static int remove(Call call) throws PipeClosed {
        var files = call.process().host().files();
        boolean force = flag(call, 'f');
        boolean tree = flag(call, 'r') || flag(call, 'R');
        return each(call, "cannot remove", path -> {
            var stat = files.stat(path);
            if (stat == null && force) {
                return;
            }
            if (stat != null && stat.directory() && !tree) {
                throw new VfsException(Reason.EISDIR);
            }
            if (tree) {
                files.deleteTree(path);
            } else {
                files.delete(path);
            }
        });
    }

    private static int touch(Call call) throws PipeClosed {
        var files = call.process().host().files();
        return each(
                call,
                "cannot touch",
                path -> files.append(path, new byte[0], 0666 & ~call.process().umask()));
    }

    private static int list(Call call) throws PipeClosed {
        var process = call.process();
        var files = process.host().files();
        var operands = operands(call);
        int status = 0;
        for (var path : operands.isEmpty() ? List.of(process.directory()) : operands) {
            var absolute = process.resolve(path);
            try {
                Files.mayRead(process.account(), absolute);
                var stat = files.stat(absolute);
                if (stat == null) {
                    throw new VfsException(Reason.ENOENT);
                }
                if (!stat.directory()) {
                    entry(call, path, stat);
                } else {
                    folder(call, absolute);
                }
            } catch (VfsException e) {
                call.err().line("ls: cannot access '" + path + "': " + e.getMessage());
                status = 2;
            }
        }
        return status;
    }

    private static void folder(Call call, String path) throws VfsException, PipeClosed {
        var files = call.process().host().files();
        if (flag(call, 'l')) {
            call.out().line("total 0");
        }
        for (var name : files.list(path)) {
            if (!name.startsWith(".") || flag(call, 'a') || flag(call, 'A')) {
                var stat = files.stat(path + "/" + name);
                if (stat != null) {
                    entry(call, name, stat);
                }
            }
        }
    }

    private static void entry(Call call, String name, Vfs.Stat stat) throws PipeClosed {
        if (!flag(call, 'l')) {
            call.out().line(name);
            return;
        }
        var time = LS_TIME.format(java.time.Instant.ofEpochSecond(stat.modifiedSeconds()));
        call.out().line("%s 1 root root %7d %s %s".formatted(mode(stat), stat.size(), time, name));
    }

    private static String mode(Vfs.Stat stat) {
        var text = new StringBuilder(stat.directory() ? "d" : "-");
        for (int bit = 8; bit >= 0; bit--) {
            text.append((stat.mode() >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
        }
        return text.toString();
    }

    private static int stat(Call call) throws PipeClosed {
        int at = call.args().indexOf("-c");
        var format = at >= 0 ? call.args().get(at + 1) : "%n";
        int status = 0;
        for (var path : operands(call)) {
            if (path.equals(format)) {
                continue;
            }
            var stat = call.process().host().files().stat(call.process().resolve(path));
            if (stat == null) {
                call.err().line("stat: cannot statx '" + path + "': " + Reason.ENOENT.text());
                status = 1;
            } else {
                call.out()
                        .line(format.replace("%s", String.valueOf(stat.size()))
                                .replace("%a", Integer.toOctalString(stat.mode()))
                                .replace("%Y", String.valueOf(stat.modifiedSeconds()))
                                .replace("%n", path));
            }
        }
        return status;
    }

    private static int chmod(Call call) throws PipeClosed {
        var operands = operands(call);
        if (operands.size() < 2 || !operands.getFirst().matches("[0-7]{3,4}")) {
            call.err().line("chmod: invalid mode");
            return 1;
        }
        int mode = Integer.parseInt(operands.getFirst(), 8);
        var rest = call.with("chmod", operands.subList(1, operands.size()));
        return each(rest, "cannot access", path -> call.process().host().files().mode(path, mode));
    }

    private static int part(Call call, boolean last) throws PipeClosed {
        var path = call.args().isEmpty() ? "" : call.args().getFirst();
        call.out().line(last ? Vfs.name(path) : Vfs.parent(path));
        return 0;
    }
}
