package io.slipway.server.lab.sh;

import io.slipway.server.lab.sh.Syntax.Command;
import io.slipway.server.lab.sh.Syntax.Pipeline;
import io.slipway.server.lab.sh.Syntax.Redirect;
import io.slipway.server.lab.sh.Syntax.Sequence;
import io.slipway.server.lab.sh.Syntax.SyntaxError;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;

/** Runs the shell subset. One instance serves one shell process and its subshells. */
public final class Shell {
    /** Standard streams of a command. */
    record Streams(InputStream in, Output out, Output err) {}

    /** {@code exit} or a failure under {@code set -e}; carries the status out of the tree. */
    private static final class Exit extends RuntimeException {
        final int status;

        Exit(int status) {
            super(null, null, false, false);
            this.status = status;
        }
    }

    private static final int SIGPIPE = 141;

    private final Process process;

    public Shell(Process process) {
        this.process = process;
    }

    /**
     * Runs a script to its end.
     *
     * @return its exit code; 2 for text outside the subset, which is also recorded at the host
     */
    public int run(String script, InputStream in, Output out, Output err) throws InterruptedException {
        try {
            var tree = Parser.parse(script, process.shellName().equals("bash"));
            return sequence(tree, new Streams(in, out, err), false);
        } catch (SyntaxError e) {
            process.host().recordUnsupported(e.getMessage() + " in: " + script);
            return say(err, process.complaint(String.valueOf(e.getMessage())), 2);
        } catch (Exit e) {
            return e.status;
        } catch (PipeClosed e) {
            return SIGPIPE;
        }
    }

    private static int say(Output err, String text, int status) {
        try {
            err.line(text);
        } catch (PipeClosed e) {
            return SIGPIPE;
        }
        return status;
    }

    void substitute(Sequence body, Process parent, Output out) throws PipeClosed, InterruptedException {
        var child = new Shell(parent.fork());
        try {
            parent.lastStatus(
                    child.sequence(body, new Streams(InputStream.nullInputStream(), out, Output.discard()), false));
        } catch (Exit e) {
            parent.lastStatus(e.status);
        }
    }

    private int sequence(Sequence sequence, Streams streams, boolean tested) throws PipeClosed, InterruptedException {
        int status = 0;
        for (var item : sequence.items()) {
            if (item.background()) {
                background(item.list(), streams);
                status = 0;
            } else {
                status = andOr(item.list(), streams, tested);
            }
            process.lastStatus(status);
        }
        return status;
    }

    private void background(Syntax.AndOr list, Streams streams) {
        var child = process.fork();
        var quiet = new Streams(InputStream.nullInputStream(), streams.out(), streams.err());
        var host = process.host();
        host.processes().put(child.pid(), Thread.ofVirtual().unstarted(() -> {
            try {
                new Shell(child).andOr(list, quiet, false);
            } catch (Exit | PipeClosed ended) {
                // A background job ends in silence; its parent asked for nothing.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                host.processes().remove(child.pid());
            }
        }));
        process.lastBackground(child.pid());
        var thread = host.processes().get(child.pid());
        if (thread != null) {
            thread.start();
        }
    }

    private int andOr(Syntax.AndOr list, Streams streams, boolean tested) throws PipeClosed, InterruptedException {
        boolean last = list.rest().isEmpty();
        int status = pipeline(list.first(), streams, tested || !last);
        for (int i = 0; i < list.rest().size(); i++) {
            var link = list.rest().get(i);
            last = i == list.rest().size() - 1;
            process.lastStatus(status);
            if (link.and() == (status == 0)) {
                status = pipeline(link.pipeline(), streams, tested || !last);
            }
        }
        return status;
    }

    private int pipeline(Pipeline pipeline, Streams streams, boolean tested) throws PipeClosed, InterruptedException {
        var commands = pipeline.commands();
        int status;
        if (commands.size() == 1) {
            status = command(commands.getFirst(), streams, tested || pipeline.negated());
        } else {
            status = piped(commands, streams);
        }
        if (pipeline.negated()) {
            status = status == 0 ? 1 : 0;
        } else if (status != 0 && process.exitOnError() && !tested) {
            throw new Exit(status);
        }
        process.lastStatus(status);
        return status;
    }

    /** Each part runs after the one before it; a reader that wants few lines closes the pipe on its writer. */
    private int piped(List<Command> commands, Streams streams) throws PipeClosed, InterruptedException {
        InputStream in = streams.in();
        int status = 0;
        for (int i = 0; i < commands.size(); i++) {
            boolean last = i == commands.size() - 1;
            var buffer = new Output.Buffer();
            var out = last ? streams.out() : TextTools.readerOf(commands.get(i + 1), buffer);
            try {
                var child = new Shell(process.fork());
                status = child.command(commands.get(i), new Streams(in, out, streams.err()), true);
            } catch (Exit e) {
                status = e.status;
            } catch (PipeClosed e) {
                if (last) {
                    throw e;
                }
                status = SIGPIPE;
            }
            in = new ByteArrayInputStream(buffer.bytes());
        }
        return status;
    }

    private int command(Command command, Streams outer, boolean tested) throws PipeClosed, InterruptedException {
        Streams streams;
        try {
            streams = redirect(command.redirects(), outer);
        } catch (VfsException e) {
            outer.err().line(process.complaint(String.valueOf(e.getMessage())));
            return process.shellName().equals("bash") ? 1 : 2;
        }
        return switch (command) {
            case Syntax.Simple simple -> simple(simple, streams);
            case Syntax.Group group -> {
                var runner = group.subshell() ? new Shell(process.fork()) : this;
                try {
                    yield runner.sequence(group.body(), streams, tested);
                } catch (Exit e) {
                    if (!group.subshell()) {
                        throw e;
                    }
                    yield e.status;
                }
            }
            case Syntax.If choice -> {
                for (var branch : choice.branches()) {
                    if (sequence(branch.condition(), streams, true) == 0) {
                        yield sequence(branch.body(), streams, tested);
                    }
                }
                yield choice.otherwise() == null ? 0 : sequence(choice.otherwise(), streams, tested);
            }
            case Syntax.For loop -> {
                int status = 0;
                for (var value : new Expander(this, process).fields(loop.words())) {
                    process.variables().put(loop.variable(), value);
                    status = sequence(loop.body(), streams, tested);
                }
                yield status;
            }
            case Syntax.While loop -> {
                int status = 0;
                while ((sequence(loop.condition(), streams, true) == 0) != loop.until()) {
                    status = sequence(loop.body(), streams, tested);
                }
                yield status;
            }
        };
    }

    private int simple(Syntax.Simple simple, Streams streams) throws PipeClosed, InterruptedException {
        var expander = new Expander(this, process);
        var fields = expander.fields(simple.words());
        var target = fields.isEmpty() || Builtins.NAMES.contains(fields.getFirst()) ? process : process.fork();
        for (var assignment : simple.assignments()) {
            target.variables().put(assignment.name(), expander.single(assignment.value()));
        }
        if (fields.isEmpty()) {
            return simple.words().isEmpty() ? 0 : process.lastStatus();
        }
        var call = new Call(
                fields.getFirst(),
                fields.subList(1, fields.size()),
                streams.in(),
                streams.out(),
                streams.err(),
                target);
        if (call.name().equals("exit")) {
            throw new Exit(
                    call.args().isEmpty()
                            ? process.lastStatus()
                            : Builtins.number(call.args().getFirst()));
        }
        if (Builtins.NAMES.contains(call.name())) {
            return Builtins.run(call);
        }
        return execute(call);
    }

    /** Runs a program by name or path; 127 when there is none. */
    static int execute(Call call) throws PipeClosed, InterruptedException {
        var host = call.process().host();
        var program = host.find(call.name());
        if (program == null) {
            host.recordUnsupported(call.text());
            boolean bash = call.process().shellName().equals("bash");
            var complaint = call.name().startsWith("/")
                    ? call.name() + ": No such file or directory"
                    : call.name() + (bash ? ": command not found" : ": not found");
            call.err().line(call.process().complaint(complaint));
            return 127;
        }
        return program.run(call);
    }

    private Streams redirect(List<Redirect> redirects, Streams outer)
            throws VfsException, PipeClosed, InterruptedException {
        var in = outer.in();
        var out = outer.out();
        var err = outer.err();
        var expander = new Expander(this, process);
        for (var redirect : redirects) {
            var target = expander.single(redirect.target());
            if (redirect.operator().equals("<")) {
                in = Files.open(process, target);
            } else {
                var sink = redirect.operator().equals(">&")
                        ? (target.equals("2") ? err : out)
                        : Files.openForWrite(
                                process, target, redirect.operator().equals(">>"));
                if (redirect.descriptor() == 2) {
                    err = sink;
                } else {
                    out = sink;
                }
            }
        }
        return new Streams(in, out, err);
    }
}
