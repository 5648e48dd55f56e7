package io.slipway.server.lab.sh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Processes, identity, conditions: sh, test, echo, id, kill and the like. */
final class CoreTools {
    private CoreTools() {}

    static void install(Host host) {
        host.install(CoreTools::shell, "sh", "/bin/sh", "dash", "/bin/dash");
        host.install(CoreTools::shell, "bash", "/bin/bash");
        host.install(call -> 0, "true", "/bin/true", "sync", "/bin/sync");
        host.install(call -> 1, "false", "/bin/false");
        host.install(CoreTools::echo, "echo", "/bin/echo");
        host.install(CoreTools::printf, "printf");
        host.install(Conditions::test, "test", "[");
        host.install(CoreTools::id, "id", "/usr/bin/id");
        host.install(call -> print(call, call.process().account().name()), "whoami");
        host.install(CoreTools::hostname, "hostname", "/bin/hostname", "/usr/bin/hostname");
        host.install(CoreTools::uname, "uname");
        host.install(CoreTools::sleep, "sleep", "/bin/sleep");
        host.install(CoreTools::kill, "kill", "/bin/kill");
        host.install(call -> tail(call, 0), "setsid", "/usr/bin/setsid", "nohup", "/usr/bin/nohup");
        host.install(call -> tail(call, 1), "timeout", "/usr/bin/timeout");
        host.install(CoreTools::environment, "env", "/usr/bin/env");
        host.install(CoreTools::date, "date", "/bin/date");
        host.install(CoreTools::which, "which", "/usr/bin/which");
        if (host.sudo().any()) {
            host.install(CoreTools::sudo, "sudo", "/usr/bin/sudo");
        }
    }

    private static int print(Call call, String line) throws PipeClosed {
        call.out().line(line);
        return 0;
    }

    private static int shell(Call call) throws PipeClosed, InterruptedException {
        var args = call.args();
        var name = call.name().substring(call.name().lastIndexOf('/') + 1);
        if (args.size() >= 2 && args.getFirst().matches("-[a-z]*c")) {
            var positional = args.size() > 2 ? args.subList(2, args.size()) : List.of(name);
            var child = call.process().fork(call.process().account(), name, positional);
            child.exitOnError(args.getFirst().contains("e"));
            return run(call, child, args.get(1), call.in());
        }
        if (args.isEmpty() || args.getFirst().equals("-s")) {
            var child = call.process().fork(call.process().account(), name, List.of(name));
            var script = new String(TextTools.readAll(call.in()), java.nio.charset.StandardCharsets.UTF_8);
            return run(call, child, script, java.io.InputStream.nullInputStream());
        }
        try {
            var child = call.process().fork(call.process().account(), name, args);
            var script =
                    new String(Files.read(call.process(), args.getFirst()), java.nio.charset.StandardCharsets.UTF_8);
            return run(call, child, script, call.in());
        } catch (VfsException e) {
            call.err().line(name + ": 0: cannot open " + args.getFirst() + ": No such file");
            return 2;
        }
    }

    /** A shell is a process of its own while it runs: others can ask for it by the number it knows as {@code $$}. */
    private static int run(Call call, Process child, String script, java.io.InputStream in)
            throws PipeClosed, InterruptedException {
        var host = call.process().host();
        host.adopt(child.pid(), Thread.currentThread());
        try {
            return new Shell(child).run(script, in, call.out(), call.err());
        } finally {
            host.forget(child.pid());
        }
    }

    private static int echo(Call call) throws PipeClosed {
        var args = call.args();
        boolean newline = args.isEmpty() || !args.getFirst().equals("-n");
        call.out().print(String.join(" ", newline ? args : args.subList(1, args.size())) + (newline ? "\n" : ""));
        return 0;
    }

    private static int printf(Call call) throws PipeClosed {
        var format = call.args().isEmpty() ? "" : call.args().getFirst();
        var values = new ArrayList<>(
                call.args().subList(Math.min(1, call.args().size()), call.args().size()));
        do {
            var text = new StringBuilder();
            for (int i = 0; i < format.length(); i++) {
                char c = format.charAt(i);
                char after = i + 1 < format.length() ? format.charAt(i + 1) : ' ';
                if (c == '%' && (after == 's' || after == 'd')) {
                    text.append(values.isEmpty() ? (after == 'd' ? "0" : "") : values.removeFirst());
                    i++;
                } else if (c == '%' && after == '%') {
                    text.append('%');
                    i++;
                } else if (c == '\\' && "nt\\0".indexOf(after) >= 0) {
                    text.append(after == 'n' ? '\n' : after == 't' ? '\t' : after == '0' ? '\0' : '\\');
                    i++;
                } else {
                    text.append(c);
                }
            }
            call.out().print(text.toString());
        } while (!values.isEmpty() && format.contains("%"));
        return 0;
    }

    private static int id(Call call) throws PipeClosed {
        var account = call.process().account();
        int uid = account.uid();
        var name = account.name();
        return print(
                call,
                switch (String.join(" ", call.args())) {
                    case "-u" -> String.valueOf(uid);
                    case "-un", "-u -n" -> name;
                    default -> "uid=%d(%s) gid=%d(%s) groups=%d(%s)".formatted(uid, name, uid, name, uid, name);
                });
    }

    private static int hostname(Call call) throws PipeClosed {
        return print(call, call.process().host().hostname());
    }

    private static int uname(Call call) throws PipeClosed {
        return print(
                call,
                switch (String.join(" ", call.args())) {
                    case "-r" -> "6.17.2-1-pve";
                    case "-n" -> call.process().host().hostname();
                    case "-m" -> "x86_64";
                    default -> "Linux";
                });
    }

    private static int sleep(Call call) throws InterruptedException {
        var seconds = call.args().isEmpty() ? "0" : call.args().getFirst();
        call.process().host().sleeper().sleep(Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000)));
        return 0;
    }

    private static int kill(Call call) throws PipeClosed {
        var target = call.args().isEmpty() ? "" : call.args().getLast();
        var thread = target.matches("-?[0-9]{1,9}")
                ? call.process().host().processes().get(Math.abs(Integer.parseInt(target)))
                : null;
        if (thread == null) {
            call.err().line(call.process().complaint("kill: (" + target + ") - No such process"));
            return 1;
        }
        if (!call.args().getFirst().equals("-0")) {
            thread.interrupt();
        }
        return 0;
    }

    /** Runs the rest of the arguments as a command, after options and so many operands of its own. */
    private static int tail(Call call, int operands) throws PipeClosed, InterruptedException {
        int at = 0;
        while (at < call.args().size() && call.args().get(at).startsWith("-")) {
            at++;
        }
        at += operands;
        if (at >= call.args().size()) {
            call.err().line(call.name() + ": missing operand");
            return 125;
        }
        return Shell.execute(call.with(
                call.args().get(at), call.args().subList(at + 1, call.args().size())));
    }

    private static int environment(Call call) throws PipeClosed, InterruptedException {
        int at = 0;
        for (; at < call.args().size() && call.args().get(at).contains("="); at++) {
            var pair = call.args().get(at).split("=", 2);
            call.process().variables().put(pair[0], pair[1]);
        }
        return tail(call.with(call.name(), call.args().subList(at, call.args().size())), 0);
    }

    private static int date(Call call) throws PipeClosed {
        var now = call.process().host().clock().instant();
        boolean nanos = call.args().contains("+%s%N");
        return print(
                call,
                nanos
                        ? now.getEpochSecond() + "%09d".formatted(now.getNano())
                        : call.args().contains("+%s") ? String.valueOf(now.getEpochSecond()) : now.toString());
    }

    static int which(Call call) throws PipeClosed {
        var name = call.args().isEmpty() ? "" : call.args().getLast();
        var host = call.process().host();
        for (var folder : List.of("/usr/sbin/", "/usr/bin/", "/bin/")) {
            if (host.find(folder + name) != null) {
                return print(call, folder + name);
            }
        }
        if (host.find(name) != null) {
            return print(call, name.startsWith("/") ? name : "/usr/bin/" + name);
        }
        return 1;
    }

    /** With {@code -l} it only says whether the command would be allowed; without a rule it would want a password. */
    private static int sudo(Call call) throws PipeClosed, InterruptedException {
        int at = 0;
        boolean list = false;
        while (at < call.args().size() && call.args().get(at).startsWith("-")) {
            list |= call.args().get(at).equals("-l");
            at++;
        }
        if (at >= call.args().size()) {
            return 1;
        }
        var name = call.args().get(at);
        var rest = call.args().subList(at + 1, call.args().size());
        var process = call.process();
        var path = name.startsWith("/") ? name : path(process.host(), name);
        if (!process.host().sudo().allows(process.account(), path, rest)) {
            call.err().line("sudo: a password is required");
            return 1;
        }
        if (list) {
            return print(call, rest.isEmpty() ? path : path + " " + String.join(" ", rest));
        }
        var root = process.fork(Account.ROOT, process.shellName(), process.positional());
        return Shell.execute(new Call(name, rest, call.in(), call.out(), call.err(), root));
    }

    private static String path(Host host, String name) {
        for (var folder : List.of("/usr/sbin/", "/usr/bin/", "/bin/")) {
            if (host.find(folder + name) != null) {
                return folder + name;
            }
        }
        return name;
    }
}
