package io.slipway.server.tenant;

import io.slipway.server.base.TenantId;
import java.util.ArrayList;
import java.util.List;

/** An alarm that only remembers, and codes to go with it. */
public final class QuietAlarm implements AccessAlarm {
    public static final AccessCodes CODES = AccessCodes.of(new byte[AccessCodes.SECRET_BYTES]);

    final List<String> told = new ArrayList<>();

    @Override
    public synchronized void altered(Kind kind, TenantId tenant, String id) {
        told.add("altered " + kind + " " + id);
    }

    @Override
    public synchronized void settled(Kind kind, TenantId tenant, String id) {
        told.add("settled " + kind + " " + id);
    }
}
