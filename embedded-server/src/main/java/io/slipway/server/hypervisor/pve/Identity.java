package io.slipway.server.hypervisor.pve;

/**
 * Who we are on the host and how the host calls itself.
 *
 * @param root whether the login user is root; others need {@code sudo -n}
 * @param node the node's name, case-sensitive
 * @param folder where we keep notes and output of long operations, absolute
 */
record Identity(boolean root, String node, String folder) {}
