package io.slipway.server.compat;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.host.Host;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.store.Database;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The names that applications use for templates of a host (document 004, section E.3). Thread-safe. */
public final class TemplateMappings {
    /** Longest name in characters. */
    public static final int LONGEST_NAME = 100;

    private final TemplateMappingsSql sql;

    public TemplateMappings(Database database) {
        this.sql = new TemplateMappingsSql(database);
    }

    /** Whether a person may give the name; applications' own names may be freer. */
    public static boolean isName(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    }

    /** Template numbers by name. */
    public Map<String, Integer> list(TenantId tenant, String hostId) {
        return sql.list(tenant, hostId);
    }

    /**
     * Lets a name stand for a template.
     *
     * @param present the templates that the host has now
     * @throws SlipwayException TEMPLATE_NOT_FOUND when it is none of them
     */
    public void put(TenantId tenant, Host host, List<Template> present, String name, int templateId) {
        if (present.stream().noneMatch(template -> template.id().value() == templateId)) {
            throw noTemplate(host, templateId, present);
        }
        sql.put(tenant, host.id(), name, templateId);
    }

    private static SlipwayException noTemplate(Host host, int id, List<Template> templates) {
        var choices = templates.stream()
                .map(template -> template.id() + " " + template.name())
                .collect(Collectors.joining(", "));
        return Problem.of(
                        ProblemCode.TEMPLATE_NOT_FOUND,
                        "The host " + host.name() + " has no template " + id + ". It has: " + choices + ".")
                .with("choices", choices)
                .exception();
    }

    /**
     * Forgets a name.
     *
     * @throws SlipwayException TEMPLATE_NOT_FOUND when it was not mapped
     */
    public void remove(TenantId tenant, String hostId, String name) {
        if (!sql.remove(tenant, hostId, name)) {
            throw Problem.of(ProblemCode.TEMPLATE_NOT_FOUND, "No template is mapped to the name " + name + ".")
                    .exception();
        }
    }
}
