package io.slipway.server.web.ui.hosts;

import io.slipway.server.host.Host;
import io.slipway.server.host.Proof;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the operator stands on the way to a new host.
 *
 * @param way how Slipway is to sign in, at that step
 * @param done the host that was added, at the last step
 */
record AddHostView(
        PageFrame frame, NewMachine machine, Step step, SignInWay way, Optional<Host> done, Text text, Text own) {
    /** The steps in their order. */
    enum Step {
        ADDRESS("step.address"),
        FINGERPRINT("step.fingerprint"),
        SIGN_IN("step.signIn"),
        RIGHTS("step.rights");

        private final String key;

        Step(String key) {
            this.key = key;
        }

        /** Its words in the bundle {@code hosts}. */
        String key() {
            return key;
        }

        /** From 1. */
        int number() {
            return ordinal() + 1;
        }
    }

    static AddHostView of(PageFrame frame, NewMachine machine, Optional<Host> done) {
        var step = done.isPresent()
                ? Step.RIGHTS
                : machine.confirmed() ? Step.SIGN_IN : machine.seen() ? Step.FINGERPRINT : Step.ADDRESS;
        if (machine.confirmed() && !machine.seen()) {
            throw NewMachine.wrong();
        }
        var way = step == Step.SIGN_IN
                ? SignInWay.of(machine, machine.way()).orElseThrow(NewMachine::wrong)
                : SignInWay.PASSWORD;
        return new AddHostView(frame, machine, step, way, done, frame.text("hosts"), frame.text("webhosts"));
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    String own(String key, Object... arguments) {
        return own.get(key, arguments);
    }

    /** What the machine shows, the SSH key first. */
    record Shown(Proof proof, String fingerprint) {}

    List<Shown> shown() {
        var key = machine.key().map(text -> new Shown(Proof.SSH_KEY, text)).stream();
        var web = machine.certificate().map(text -> new Shown(Proof.CERTIFICATE, text)).stream();
        return Stream.concat(key, web).toList();
    }

    List<SignInWay> ways() {
        return SignInWay.all().stream().filter(one -> one.fits(machine)).toList();
    }

    /** What is read and run on the host before a token is there. */
    String script() {
        return HostSignIn.script();
    }

    /** The name of the token that the script makes. */
    String token() {
        return HostSignIn.token();
    }

    /** A step back: what is shown is looked at again. */
    String unconfirmed() {
        return machine.showing(machine.name(), machine.key(), machine.certificate())
                .link();
    }

    String copy(String value) {
        return frame.text("vms").get("copy", value);
    }
}
