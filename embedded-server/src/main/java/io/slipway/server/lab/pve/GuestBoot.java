package io.slipway.server.lab.pve;

import java.util.Map;

/** Turns a started machine into a guest. */
@FunctionalInterface
public interface GuestBoot {
    /** @param conf the machine's settings at power-on, pending ones included */
    RunningGuest boot(int vmid, Map<String, String> conf);
}
