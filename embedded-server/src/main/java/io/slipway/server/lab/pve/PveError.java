package io.slipway.server.lab.pve;

/** A failed call: the text for stderr and the exit code, which at Proxmox is often a leaked errno. */
public class PveError extends Exception {
    /** What most failures end with. */
    public static final int FAILED = 255;

    /** ENOENT, which Proxmox leaks for missing configurations. */
    public static final int ENOENT = 2;

    private final int code;

    public PveError(int code, String text) {
        super(text);
        this.code = code;
    }

    public PveError(String text) {
        this(FAILED, text);
    }

    public int code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    /** A refused parameter, before the usage line is added. */
    public static final class Parameter extends PveError {
        public Parameter(int code, String parameter, String message) {
            super(code, "400 Parameter verification failed.\n" + parameter + ": " + message + "\n");
        }

        public Parameter(String parameter, String message) {
            this(FAILED, parameter, message);
        }

        /** A value of the wrong form; Proxmox ends this message with a blank line. */
        public static Parameter format(String parameter, String message) {
            return new Parameter(parameter, "invalid format - " + message + "\n");
        }
    }

    /** A task that was started and failed: qm reports it, pvesh answers 0 all the same. */
    public static final class TaskFailed extends PveError {
        private final String upid;

        public TaskFailed(PveError cause, String upid) {
            super(cause.code(), cause.text());
            this.upid = upid;
        }

        public String upid() {
            return upid;
        }
    }

    static PveError noConfiguration(String node, int vmid) {
        return new PveError(
                ENOENT, "Configuration file 'nodes/" + node + "/qemu-server/" + vmid + ".conf' does not exist");
    }
}
