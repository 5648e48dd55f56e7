package io.slipway.server.web.ui.vms;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.web.ui.frame.Address;
import io.slipway.server.web.ui.frame.ListAsked;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.StateShape;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Which VMs are wanted; it stands in the page's address.
 *
 * @param asked the words and the page
 * @param host name, empty takes all
 */
record VmFilter(ListAsked asked, String host, Optional<Standing> standing) {

    /** How a VM stands, as coarse as people ask. */
    enum Standing {
        NEEDS,
        WORKING,
        READY;

        /** The text in the address. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Standing of(StateShape shape) {
            return switch (shape) {
                case NEEDS_YOU, FAILED -> NEEDS;
                case BUSY, IDLE -> WORKING;
                case DONE, OFF -> READY;
            };
        }
    }

    /** From the address of a request. */
    static VmFilter of(Context context) {
        var state = text(context, "state");
        var standing = Arrays.stream(Standing.values())
                .filter(one -> one.word().equals(state))
                .findFirst();
        if (!state.isEmpty() && standing.isEmpty()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "There is no such state.").exception();
        }
        return new VmFilter(ListAsked.of(context), text(context, "host"), standing);
    }

    private static String text(Context context, String name) {
        return Objects.requireNonNullElse(context.queryParam(name), "");
    }

    /** Whether it leaves anything out. */
    boolean chooses() {
        return !asked.words().isEmpty() || !host.isEmpty() || standing.isPresent();
    }

    /** The address of another page of the same. */
    String link(int other) {
        return asked.link(PageFrame.Place.VMS, other) + "&host=" + Address.encoded(host) + "&state="
                + standing.map(Standing::word).orElse("");
    }
}
