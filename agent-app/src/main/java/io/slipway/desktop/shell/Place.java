package io.slipway.desktop.shell;

import java.util.Optional;

/** Where in the program somebody can be; what a click in the tray, a notification or a link leads to. */
public sealed interface Place {
    /** The key of the page that shows it; also the key of its name. */
    String page();

    /** What needs you, what is being built, how the hosts are. */
    record Overview() implements Place {
        @Override
        public String page() {
            return "overview";
        }
    }

    /** All jobs, or one. */
    record Jobs(Optional<String> job) implements Place {
        @Override
        public String page() {
            return "jobs";
        }
    }

    /** All VMs, or one. */
    record Vms(Optional<String> vm) implements Place {
        @Override
        public String page() {
            return "vms";
        }
    }

    /** All profiles, or one in the editor. */
    record Profiles(Optional<String> profile) implements Place {
        @Override
        public String page() {
            return "profiles";
        }
    }

    /** All hosts, or one. */
    record Hosts(Optional<String> host) implements Place {
        @Override
        public String page() {
            return "hosts";
        }
    }

    /** The form for a new host with an address filled in. */
    record AddHost(String address, int port) implements Place {
        @Override
        public String page() {
            return "hosts";
        }
    }

    /** The import of a profile from a file, before anything is stored. */
    record ImportProfile(String file) implements Place {
        @Override
        public String page() {
            return "profiles";
        }
    }

    /** The wizard for new VMs. */
    record NewVm() implements Place {
        @Override
        public String page() {
            return "newVm";
        }
    }

    /** Settings, or one of its parts. */
    record Settings(Optional<String> part) implements Place {
        @Override
        public String page() {
            return "settings";
        }
    }

    /** Help and diagnostics. */
    record Help() implements Place {
        @Override
        public String page() {
            return "help";
        }
    }
}
