package io.slipway.server.web.ui.hosts;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The ways in which Slipway signs in to a host that the operator has confirmed. */
enum SignInWay {
    /** Root's password, used once to make a token with few rights. */
    ROOT_ONCE("root-once", true, true),
    /** The same by a script that the operator runs on the host. */
    SCRIPT("script", false, true),
    /** A token that is there already. */
    TOKEN("token", false, true),
    /** A user and a password, over SSH. */
    PASSWORD("password", true, false);

    private final String word;
    private final boolean ssh;
    private final boolean web;

    SignInWay(String word, boolean ssh, boolean web) {
        this.word = word;
        this.ssh = ssh;
        this.web = web;
    }

    /** The text in the address. */
    String word() {
        return word;
    }

    /** Its words in the bundle {@code hosts}. */
    String key() {
        return "way." + word;
    }

    boolean fits(NewMachine machine) {
        return (!ssh || machine.key().isPresent())
                && (!web || machine.certificate().isPresent());
    }

    static List<SignInWay> all() {
        return List.of(values());
    }

    /** The one that is asked for, or the first that is possible; empty when it is not possible. */
    static Optional<SignInWay> of(NewMachine machine, String asked) {
        return Arrays.stream(values())
                .filter(way -> way.fits(machine) && (asked.isEmpty() || way.word.equals(asked)))
                .findFirst();
    }
}
