package io.slipway.server.web.ui.wizard;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.draft.Draft;
import io.slipway.server.draft.Spot;
import io.slipway.server.provision.NetworkOrder;
import io.slipway.server.provision.ProvisionOrder;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What is wrong in the fields of a step, as far as it can be told without a host. */
record StepCheck(PageFrame frame) {
    private static final String LINES = "/lines/";

    /**
     * Lets a step go on.
     *
     * @param windows whether the names must also do as Windows computer names
     * @throws SlipwayException with the step's wrong fields, each by its pointer into the order or the list
     */
    void require(Draft draft, WizardStep step, boolean windows) {
        switch (step) {
            case HOST -> chosen(draft, Draft.Key.HOST);
            case TEMPLATE -> {
                chosen(draft, Draft.Key.TEMPLATE);
                // The addresses are of another step, and not typed yet.
                order(draft.with(Draft.Key.MODE, Draft.DHCP), step, windows);
            }
            case PROFILE -> chosen(draft, Draft.Key.PROFILE);
            case NETWORK, REVIEW -> order(draft, step, windows);
        }
    }

    private void chosen(Draft draft, Draft.Key key) {
        if (!draft.has(key)) {
            throw wrong(List.of(
                    new FieldError("/" + key.word(), frame.text("webwizard").get("choose." + key.word()))));
        }
    }

    private SlipwayException wrong(List<FieldError> errors) {
        return Problem.of(ProblemCode.BAD_REQUEST, frame.say("form.wrong"), errors)
                .exception();
    }

    private void order(Draft draft, WizardStep step, boolean windows) {
        try {
            var order = draft.order();
            if (step == WizardStep.NETWORK) {
                draft.names(windows);
                order.network().filter(network -> !network.dhcp()).ifPresent(network -> enough(order, network));
            }
        } catch (SlipwayException e) {
            var own = own(e.problem(), step);
            if (!own.isEmpty()) {
                throw Problem.of(e.problem().code(), frame.say("form.wrong"), own)
                        .exception();
            }
        }
    }

    private void enough(ProvisionOrder order, NetworkOrder network) {
        int had = network.candidates().size();
        if (had < order.total()) {
            throw Problem.of(
                            ProblemCode.ADDRESS_POOL_EXHAUSTED,
                            frame.say("form.wrong"),
                            List.of(new FieldError(
                                    "/network/to", frame.text("webwizard").get("network.short", had, order.total()))))
                    .exception();
        }
    }

    /** Mistakes of this step alone, one for each field: those of others are told there. */
    private List<FieldError> own(Problem problem, WizardStep step) {
        var own = new ArrayList<FieldError>();
        var told = new HashSet<String>();
        for (var error : problem.errors()) {
            var single = Problem.of(ProblemCode.BAD_REQUEST, "", List.of(error));
            boolean here = Spot.of(single).step() == step.ordinal();
            var pointer = row(error.pointer());
            if (here && told.add(pointer)) {
                own.add(new FieldError(pointer, said(error.message())));
            }
        }
        return own;
    }

    private String said(String message) {
        return message.startsWith("is missing") ? frame.say("form.required") : message;
    }

    /** The table's rows are sent as lines below a heading. */
    private static String row(String pointer) {
        return pointer.matches(LINES + "[1-9][0-9]{0,5}")
                ? "/names/" + (Integer.parseInt(pointer.substring(LINES.length())) - 1)
                : pointer;
    }
}
