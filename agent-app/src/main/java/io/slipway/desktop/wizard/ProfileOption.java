package io.slipway.desktop.wizard;

import io.slipway.server.hypervisor.Template;

/**
 * A profile that can be chosen.
 *
 * @param word its id
 * @param builtIn whether it came with the program
 * @param version of a stored one
 * @param usual whether it is the default
 */
record ProfileOption(String word, String name, Template.Family family, boolean builtIn, int version, boolean usual) {
    boolean fits(Template template) {
        return family == template.family();
    }
}
