package io.slipway.server.proof;

import java.util.List;

/**
 * All that was compared for one VM.
 *
 * @param finished false while its run goes on: what differs then may come yet
 */
public record Proof(String vm, boolean finished, List<Finding> findings) {
    public Proof {
        findings = List.copyOf(findings);
    }

    /** Whether everything was found as asked. */
    public boolean passed() {
        return findings.stream().allMatch(Finding::passed);
    }

    /**
     * One comparison.
     *
     * @param source who was asked for what is there
     */
    public record Finding(Subject subject, Answer asked, Answer found, Source source) {
        public boolean passed() {
            return asked.equals(found);
        }
    }

    /** What is compared; the words are for terminals and documents. */
    public enum Subject {
        NAME("VM name"),
        POWER("power"),
        CORES("cores"),
        MEMORY("memory"),
        ADDRESS("address"),
        COMPUTER_NAME("computer name"),
        USER("user"),
        PASSWORD("its password"),
        ISO("config ISO"),
        SECRETS("secrets in the guest"),
        RUN_SECRETS("secrets of the run"),
        TOKEN("token");

        private final String words;

        Subject(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** Who knows. */
    public enum Source {
        HOST("host, by SSH"),
        GUEST("guest, by TLS"),
        INSIDE("inside the simulated guest"),
        DATABASE("database"),
        VAULT("vault");

        private final String words;

        Source(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** What is asked or found: a value as it is, or a word. */
    public sealed interface Answer {
        /** For terminals and documents. */
        String words();
    }

    /** A name, a number, an address. */
    public record Value(String words) implements Answer {}

    /** How much memory. */
    public record Memory(int mebibytes) implements Answer {
        @Override
        public String words() {
            return mebibytes + " MiB";
        }
    }

    /** A standing that has a word in every language. */
    public enum Standing implements Answer {
        NOTHING("nothing"),
        RUNNING("running"),
        STOPPED("stopped"),
        DHCP("DHCP"),
        GONE("gone"),
        IN_DRIVE("still in a drive"),
        IN_STORAGE("still in the storage"),
        AS_GENERATED("as generated"),
        ANOTHER("another"),
        ERASED("erased"),
        LEFT("still there"),
        CLOSED("closed"),
        OPEN("still open");

        private final String words;

        Standing(String words) {
            this.words = words;
        }

        @Override
        public String words() {
            return words;
        }
    }
}
