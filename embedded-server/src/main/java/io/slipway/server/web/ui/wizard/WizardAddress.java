package io.slipway.server.web.ui.wizard;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.draft.AddressList;
import io.slipway.server.draft.Draft;
import io.slipway.server.web.Requests;
import io.slipway.server.web.ui.frame.Address;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A place in the wizard: the step and the whole draft, which stand in the page's address, so that every step can be opened anew, in
 * another tab and with the back button. Nothing of it is secret. Only a list of names is left out: one of 200 VMs is longer than an
 * address may be; it stays in the browser and is sent along.
 *
 * @param order the key under which the draft is ordered once, empty before the review
 */
record WizardAddress(Draft draft, WizardStep step, String order) {
    static final String PATH = "/ui/new";
    private static final String STEP = "step";
    private static final String ORDER = "order";
    private static final int LONGEST = 200;

    /** The query parameters of the page. */
    static String[] parameters() {
        return Stream.concat(Stream.of(STEP, ORDER), inAddress().map(Draft.Key::word))
                .toArray(String[]::new);
    }

    private static Stream<Draft.Key> inAddress() {
        return Arrays.stream(Draft.Key.values()).filter(key -> key != Draft.Key.LINES);
    }

    /** What a form sends beside the draft's own fields. */
    static Set<String> fields(String... more) {
        var all = new HashSet<>(Set.of(more));
        Arrays.stream(Draft.Key.values()).map(Draft.Key::word).forEach(all::add);
        all.add(ORDER);
        return all;
    }

    /** @throws SlipwayException BAD_REQUEST when there is no such step, or a value is too long to be meant */
    static WizardAddress of(Context context) {
        var word = Objects.requireNonNullElse(context.queryParam(STEP), WizardStep.HOST.word());
        var step = WizardStep.find(word).orElseThrow(() -> wrong("There is no such step."));
        var draft = Draft.EMPTY;
        for (var key : inAddress().toList()) {
            var value = context.queryParam(key.word());
            if (value != null) {
                draft = draft.with(key, bounded(key, value));
            }
        }
        return new WizardAddress(draft, step, orderKey(Objects.requireNonNullElse(context.queryParam(ORDER), "")));
    }

    /** From the document that a form sends: there, what is missing was left empty. */
    static WizardAddress sent(Context context, WizardStep step, String... more) {
        var document = Requests.object(context, fields(more));
        var values = new EnumMap<Draft.Key, String>(Draft.Key.class);
        for (var key : Draft.Key.values()) {
            Requests.text(document, key.word()).ifPresent(value -> values.put(key, bounded(key, value)));
        }
        return new WizardAddress(
                new Draft(values), step, orderKey(Requests.text(document, ORDER).orElse("")));
    }

    private static String bounded(Draft.Key key, String value) {
        if (value.length() > (key == Draft.Key.LINES ? AddressList.LONGEST : LONGEST)) {
            throw wrong("The field " + key.word() + " is too long.");
        }
        return value;
    }

    private static String orderKey(String text) {
        if (!text.matches("[A-Za-z0-9-]{0,64}")) {
            throw wrong("An order's key has up to 64 letters, digits and hyphens.");
        }
        return text;
    }

    private static SlipwayException wrong(String detail) {
        return Problem.of(ProblemCode.BAD_REQUEST, detail).exception();
    }

    /** The address of a step of the same draft; its review gets a key of its own when it is first asked for. */
    String link(WizardStep to) {
        var query = new StringBuilder(PATH + "?" + STEP + "=" + to.word());
        for (var value : copy().entrySet()) {
            query.append('&').append(value.getKey().word()).append('=').append(Address.encoded(value.getValue()));
        }
        if (to == WizardStep.REVIEW && !order.isEmpty()) {
            query.append('&').append(ORDER).append('=').append(order);
        }
        return query.toString();
    }

    private Map<Draft.Key, String> copy() {
        var values = new EnumMap<Draft.Key, String>(Draft.Key.class);
        values.putAll(draft.values());
        values.remove(Draft.Key.LINES);
        return values;
    }

    /** The same draft with something changed. */
    WizardAddress with(Draft changed) {
        return new WizardAddress(changed, step, order);
    }

    WizardAddress at(WizardStep other) {
        return new WizardAddress(draft, other, order);
    }

    /** The same under a key of its own. */
    WizardAddress keyed(String key) {
        return new WizardAddress(draft, step, key);
    }

    /** The draft as a document, for people who order the same from a program. */
    String document() {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(draft.document());
    }
}
