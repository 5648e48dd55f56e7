package io.slipway.cli;

/** How the program ends. Scripts rely on these numbers; they do not change. */
enum ExitCode {
    OK(0, "Done, and everything that was asked for is there."),
    INTERNAL(1, "A mistake of ours or a broken installation; `slipway doctor` tells more."),
    USAGE(2, "The command line cannot be understood."),
    BAD_INPUT(3, "A value, a file or a document is not acceptable; the message names it."),
    NOT_FOUND(4, "The named host, template, profile, job, VM or file does not exist."),
    CONFLICT(5, "It exists already, is taken, or is in a state that does not allow this."),
    DENIED(6, "A key, a password or a right is missing or wrong."),
    HOST(7, "The hypervisor host or the guest did not do its part."),
    UNAVAILABLE(8, "The control plane is busy or does not answer; the same command may succeed later."),
    UNFINISHED(9, "The job ended, and not everything it should do is done."),
    INTERRUPTED(130, "Ctrl-C; accepted work goes on or resumes, it is never lost.");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }
}
