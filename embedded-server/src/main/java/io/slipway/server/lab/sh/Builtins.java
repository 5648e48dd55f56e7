package io.slipway.server.lab.sh;

import java.util.Set;

/** Commands that change the shell process itself. */
final class Builtins {
    static final Set<String> NAMES =
            Set.of("cd", "pwd", "export", "unset", "umask", "set", ":", "shift", "wait", "command", "exit", "exec");

    private Builtins() {}

    static int run(Call call) throws PipeClosed, InterruptedException {
        var process = call.process();
        var args = call.args();
        return switch (call.name()) {
            case "cd" -> changeDirectory(call);
            case "pwd" -> {
                call.out().line(process.directory());
                yield 0;
            }
            case "export" -> {
                for (var arg : args) {
                    int equals = arg.indexOf('=');
                    if (equals > 0) {
                        process.variables().put(arg.substring(0, equals), arg.substring(equals + 1));
                    }
                }
                yield 0;
            }
            case "unset" -> {
                args.forEach(process.variables()::remove);
                yield 0;
            }
            case "umask" -> umask(call);
            case "set" -> {
                for (var arg : args) {
                    if (arg.matches("[-+][a-z]*e[a-z]*")) {
                        process.exitOnError(arg.startsWith("-"));
                    }
                }
                yield 0;
            }
            case "wait" -> {
                for (var thread : process.host().processes().values()) {
                    if (thread != Thread.currentThread()
                            && String.valueOf(process.lastBackground()).equals(name(call))) {
                        thread.join();
                    }
                }
                yield 0;
            }
            case "command" -> commandCheck(call);
            case "exec" -> args.isEmpty() ? 0 : Shell.execute(call.with(args.getFirst(), args.subList(1, args.size())));
            default -> 0;
        };
    }

    private static String name(Call call) {
        return call.args().isEmpty()
                ? String.valueOf(call.process().lastBackground())
                : call.args().getFirst();
    }

    static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) & 0xFF : 2;
    }

    private static int changeDirectory(Call call) throws PipeClosed {
        var process = call.process();
        var target =
                call.args().isEmpty() ? process.account().home() : call.args().getFirst();
        var stat = process.host().files().stat(process.resolve(target));
        if (stat == null || !stat.directory()) {
            call.err().line(process.complaint("cd: " + target + ": No such file or directory"));
            return 2;
        }
        process.directory(process.resolve(target));
        return 0;
    }

    private static int umask(Call call) throws PipeClosed {
        if (call.args().isEmpty()) {
            call.out().line(String.format("%04o", call.process().umask()));
        } else {
            call.process().umask(Integer.parseInt(call.args().getFirst(), 8));
        }
        return 0;
    }

    private static int commandCheck(Call call) throws PipeClosed, InterruptedException {
        var args = call.args();
        if (args.size() == 2 && args.getFirst().equals("-v")) {
            return CoreTools.which(call.with("which", args.subList(1, 2)));
        }
        return Shell.execute(call.with(args.getFirst(), args.subList(1, args.size())));
    }
}
