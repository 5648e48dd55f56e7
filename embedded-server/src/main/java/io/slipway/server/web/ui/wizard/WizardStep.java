package io.slipway.server.web.ui.wizard;

import io.slipway.server.draft.Draft;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One screen of the wizard. */
enum WizardStep {
    HOST,
    TEMPLATE,
    PROFILE,
    NETWORK,
    REVIEW;

    /** Its name in the address. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its position for people, from 1. */
    int number() {
        return ordinal() + 1;
    }

    static Optional<WizardStep> find(String word) {
        return Arrays.stream(values()).filter(step -> step.word().equals(word)).findFirst();
    }

    Optional<WizardStep> before() {
        return this == HOST ? Optional.empty() : Optional.of(values()[ordinal() - 1]);
    }

    Optional<WizardStep> after() {
        return this == REVIEW ? Optional.empty() : Optional.of(values()[ordinal() + 1]);
    }

    /** The last step that can be opened: all before it have what they need. */
    static WizardStep reached(Draft draft) {
        if (!draft.has(Draft.Key.HOST)) {
            return HOST;
        }
        if (!draft.has(Draft.Key.TEMPLATE)) {
            return TEMPLATE;
        }
        return draft.has(Draft.Key.PROFILE) ? REVIEW : PROFILE;
    }

    /** Which step a field belongs to. */
    static WizardStep of(Draft.Key key) {
        return switch (key) {
            case HOST, NODE -> HOST;
            case TEMPLATE, CORES, MEMORY, DISK, LINKED -> TEMPLATE;
            case PROFILE -> PROFILE;
            case PATTERN, COUNT, FIRST, MODE, FROM, TO, PREFIX, GATEWAY, DNS, LINES, BRIDGE, VLAN -> NETWORK;
        };
    }
}
