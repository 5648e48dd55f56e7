package io.slipway.server.draft;

import io.slipway.server.hypervisor.Template;
import java.util.List;
import java.util.Set;

/**
 * What a host has.
 *
 * @param names of its machines, in lower case
 */
public record OnHost(List<Template> templates, Set<String> names) {
    public OnHost {
        templates = List.copyOf(templates);
        names = Set.copyOf(names);
    }
}
