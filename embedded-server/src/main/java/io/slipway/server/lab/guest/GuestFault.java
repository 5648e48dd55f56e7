package io.slipway.server.lab.guest;

import java.time.Duration;

/** What goes wrong inside a guest. */
public sealed interface GuestFault {
    /** The firmware finds nothing and waits. */
    record NeverBoots() implements GuestFault {}

    /** The guest stops doing anything when it reaches a phase. */
    record HangsAt(GuestPhase phase) implements GuestFault {}

    /** The bootstrap script reports this step as failed and ends. */
    record FailsAt(String step) implements GuestFault {}

    /** The guest presents a token that is not its own. */
    record WrongToken() implements GuestFault {}

    /** The network is gone for this long when the script first wants it. */
    record LosesNetwork(Duration time) implements GuestFault {}

    /** The address asked for is in use by another machine. */
    record DuplicateAddress() implements GuestFault {}

    /** The guest agent never answers. */
    record SilentAgent() implements GuestFault {}

    /** The guest agent answers only so long after the start. */
    record LateAgent(Duration time) implements GuestFault {}

    /** The guest ignores a request to shut down. */
    record IgnoresShutdown() implements GuestFault {}
}
