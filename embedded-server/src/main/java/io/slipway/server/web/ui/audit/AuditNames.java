package io.slipway.server.web.ui.audit;

import io.slipway.server.base.Caller;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the things are called now whose ids stand in the trail; what is gone has its id only. */
final class AuditNames {
    /**
     * A name and where it leads.
     *
     * @param link empty when this panel has no page for it
     * @param id whether there is only an id to call it by
     */
    record Named(String name, String link, boolean id) {}

    private final Map<String, Named> byId = new HashMap<>();
    private final Map<String, List<String>> byName = new HashMap<>();

    static AuditNames read(UiParts parts, Caller caller) {
        var names = new AuditNames();
        var tenant = caller.tenant();
        parts.vms().names(tenant).forEach((id, name) -> names.add(id, name, PageFrame.Place.VMS));
        parts.hosts().list(tenant).forEach(host -> names.add(host.id(), host.name(), PageFrame.Place.HOSTS));
        parts.profiles().names(caller).forEach((id, name) -> names.add(id, name, PageFrame.Place.PROFILES));
        parts.secrets().list(tenant).forEach(one -> names.add(one.id(), one.label(), PageFrame.Place.NOWHERE));
        parts.apiTokens().list(caller).forEach(one -> names.add(one.id(), one.label(), PageFrame.Place.NOWHERE));
        return names;
    }

    private void add(String id, String name, PageFrame.Place place) {
        var link = PageFrame.served().contains(place) ? place.path() + "/" + id : "";
        byId.put(id, new Named(name, link, false));
        byName.computeIfAbsent(name, none -> new ArrayList<>()).add(id);
    }

    Optional<Named> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** What something of that name or id may be called in the trail. */
    List<String> called(String nameOrId) {
        if (nameOrId.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<>(byName.getOrDefault(nameOrId, List.of()));
        find(nameOrId).map(Named::name).ifPresent(all::add);
        all.add(nameOrId);
        return List.copyOf(all);
    }
}
