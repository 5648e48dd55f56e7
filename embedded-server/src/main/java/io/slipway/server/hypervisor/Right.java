package io.slipway.server.hypervisor;

/**
 * One thing that a sign-in must be able to do on a host, and whether it is.
 *
 * @param name as the host calls it, for example {@code VM.Clone} or a tool with its arguments
 * @param where the part of the host it is needed on, for example {@code /vms}
 * @param purpose what Slipway does with it, in a few words
 * @param need which orders cannot do without it
 * @param present whether the sign-in has it
 * @param grant the command, or the line of a file, that gives it
 */
public record Right(String name, String where, String purpose, Need need, boolean present, String grant) {

    /** Who needs a right. */
    public enum Need {
        /** Every order. */
        ALWAYS,
        /** Plans that wait for the guest's address as its agent tells it. */
        ADDRESSES,
        /** Orders that run commands in the guest. */
        GUEST_COMMANDS,
        /** Orders that press a key when the installer starts. */
        KEYS,
        /** The commands an operator gives by hand. */
        OPERATOR
    }

    /** Whether every order needs it. */
    public boolean required() {
        return need == Need.ALWAYS;
    }
}
