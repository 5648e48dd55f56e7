package io.slipway.desktop.watch;

import java.util.Optional;

/**
 * A VM as the tray's menu offers it.
 *
 * @param address where its desktop can be reached, empty while it has none
 */
public record RecentVm(String vmId, String name, Optional<String> address) {}
