package io.slipway.server.profile;

import tools.jackson.databind.EnumNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.EnumNaming;

/** How the VM starts; decides the partition table. */
@EnumNaming(LowerCamelCaseStrategy.class)
public enum Firmware {
    UEFI,
    BIOS
}
