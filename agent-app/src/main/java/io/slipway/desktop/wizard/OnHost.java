package io.slipway.desktop.wizard;

import io.slipway.server.hypervisor.Template;
import java.util.List;
import java.util.Set;

/**
 * What a host has.
 *
 * @param names of its machines, in lower case
 */
record OnHost(List<Template> templates, Set<String> names) {
    OnHost {
        templates = List.copyOf(templates);
        names = Set.copyOf(names);
    }
}
