package io.slipway.server.web.ui.wizard;

import io.slipway.server.host.Host;
import io.slipway.server.host.Hosts;
import io.slipway.server.provision.TemplateLint;
import io.slipway.server.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What hosts have, asked at most once a minute while somebody goes through the steps; an order itself is always checked anew.
 * Thread-safe; asking blocks.
 */
final class HostLooks {
    private static final Duration FRESH = Duration.ofSeconds(60);

    private final Hosts hosts;
    private final TemplateLint lint;
    private final InstantSource clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    HostLooks(Hosts hosts, Database database, InstantSource clock) {
        this.hosts = hosts;
        this.lint = new TemplateLint(hosts, database);
        this.clock = clock;
    }

    /**
     * What a host had.
     *
     * @param names of its machines, in lower case
     */
    record Seen(List<TemplateLint.Health> templates, Set<String> names, Instant at) {
        Seen {
            templates = List.copyOf(templates);
            names = Set.copyOf(names);
        }

        /** The template of that number or name. */
        Optional<TemplateLint.Health> template(String wanted) {
            return templates.stream()
                    .filter(one -> one.template().id().toString().equals(wanted)
                            || one.template().name().equals(wanted))
                    .findFirst();
        }
    }

    /** What the host has, as it was within the last minute. */
    Seen recent(Host host) {
        return known(host).orElseGet(() -> again(host));
    }

    /** The same without asking; empty when the host was not asked lately. */
    Optional<Seen> known(Host host) {
        return Optional.ofNullable(seen.get(host.id()))
                .filter(one -> one.at().plus(FRESH).isAfter(clock.instant()));
    }

    /**
     * What the host has now.
     *
     * @throws io.slipway.server.base.SlipwayException why it cannot be asked
     */
    Seen again(Host host) {
        seen.remove(host.id());
        var templates = lint.look(host);
        var names = hosts.hypervisor(host).machines().stream()
                .map(machine -> machine.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        var now = new Seen(templates, names, clock.instant());
        seen.values().removeIf(old -> old.at().plus(FRESH).isBefore(clock.instant()));
        seen.put(host.id(), now);
        return now;
    }
}
