package io.slipway.server.web.ui.hosts;

import io.slipway.server.host.Host;
import io.slipway.server.host.HostAlarm;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.Address;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.HostWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One host in the operator's words, without asking it.
 *
 * @param alarms what it showed instead of what is pinned
 * @param names numbers of templates by the names that applications use
 */
record HostView(PageFrame frame, HostRow row, List<HostAlarm> alarms, Map<String, Integer> names, Text text, Text own) {
    /**
     * Something known.
     *
     * @param mono whether it is read letter by letter, and copied
     */
    record Fact(String name, String value, boolean mono) {}

    static HostView of(PageFrame frame, HostRow row, List<HostAlarm> alarms, Map<String, Integer> names) {
        return new HostView(frame, row, alarms, names, frame.text("hosts"), frame.text("webhosts"));
    }

    Host host() {
        return row.host();
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    String own(String key, Object... arguments) {
        return own.get(key, arguments);
    }

    String path() {
        return row.link();
    }

    List<Fact> facts() {
        var host = host();
        var all = new ArrayList<Fact>();
        all.add(new Fact(say("fact.address"), host.address() + ":" + host.port(), true));
        all.add(new Fact(say("fact.signIn"), new HostWords(text).signIn(host), false));
        all.add(new Fact(say("proof." + (byCertificate() ? "certificate" : "ssh-key")), host.hostKeyPin(), true));
        host.tlsPin().ifPresent(pin -> all.add(new Fact(say("proof.certificate"), pin, true)));
        host.probedAt()
                .ifPresent(at -> all.add(new Fact(own("checked"), frame.times().moment(at, frame.now()), false)));
        all.add(new Fact(
                say("fact.limits"),
                say(
                        "fact.limits.value",
                        String.valueOf(host.limits().slots()),
                        String.valueOf(host.limits().firstVmId()),
                        String.valueOf(host.limits().lastVmId())),
                false));
        return all;
    }

    private boolean byCertificate() {
        return host().hostKeyPin().startsWith(Host.BY_CERTIFICATE);
    }

    String vms() {
        return own.count("vms", row.vms());
    }

    /** The list of its VMs. */
    String vmsLink() {
        return "/ui/vms?host=" + Address.encoded(host().name());
    }

    String since(HostAlarm alarm) {
        return frame.times().moment(alarm.raisedAt(), frame.now());
    }
}
