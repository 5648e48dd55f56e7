package io.slipway.server.hypervisor;

/**
 * One thing about a template that decides whether VMs made from it come up.
 *
 * @param fact what the verdict rests on, for example a drive's name, a VM or a bus; empty where the verdict says all
 */
public record TemplateFinding(Topic topic, Verdict verdict, String fact) {

    /** What was looked at. */
    public enum Topic {
        /** A SATA or IDE place for the config disc. */
        CD_PLACE,
        /** CD drives that Windows Setup does not see without a driver. */
        CD_VISIBLE,
        /** The host's own cloud-init drive, which competes with the config disc. */
        CLOUD_INIT,
        /** The host's setting for the guest agent. */
        AGENT_SETTING,
        /** The agent's program inside the template. */
        AGENT_PROGRAM,
        /** Drivers for its disk and network card inside the template. */
        DRIVERS,
        /** An answer file left in {@code C:\Windows\Panther}, which Windows takes before any disc. */
        STALE_ANSWER,
        /** A TPM and UEFI, which Windows 11 asks for. */
        TPM,
        /** A network card. */
        NETWORK,
        /** Protection against removal, which clones inherit. */
        PROTECTION
    }

    /** How it is. */
    public enum Verdict {
        /** Seen to be well. */
        GOOD,
        /** A VM that was built from the template showed it to be well. */
        PROVED,
        /** Cannot be seen from outside, and no VM has shown it yet. */
        UNKNOWN,
        /** Works, with something lost. */
        ATTENTION,
        /** Orders with it fail. */
        BAD
    }

    /** A finding that needs no fact. */
    public static TemplateFinding of(Topic topic, Verdict verdict) {
        return new TemplateFinding(topic, verdict, "");
    }
}
