package io.slipway.server.answer;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who one VM is; everything a profile must not hold.
 *
 * @param vmUuid UUID in lower case, also the SMBIOS UUID of the VM
 * @param vmName 1 to 63 of letters, digits, hyphen
 * @param macAddress six hex pairs with colons, upper case
 * @param sequenceNumber position in its batch or series, from 1
 * @param address how its adapter is addressed
 */
public record VmIdentity(String vmUuid, String vmName, String macAddress, int sequenceNumber, AddressPlan address) {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern MAC = Pattern.compile("[0-9A-F]{2}(?::[0-9A-F]{2}){5}");

    /** Accepts any case and hyphens in the MAC. */
    public VmIdentity {
        vmUuid = vmUuid.toLowerCase(Locale.ROOT);
        macAddress = macAddress.toUpperCase(Locale.ROOT).replace('-', ':');
        if (!UUID.matcher(vmUuid).matches()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "The VM's id is not a UUID.")
                    .exception();
        }
        if (!isName(vmName)) {
            throw Problem.of(
                            ProblemCode.INVALID_NAME,
                            "A VM name has 1 to 63 letters, digits or hyphens and no hyphen at its ends.")
                    .exception();
        }
        if (!MAC.matcher(macAddress).matches()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "The VM's MAC address is not six hex pairs.")
                    .exception();
        }
        if (sequenceNumber < 1) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "Sequence numbers start at 1.")
                    .exception();
        }
    }

    /** Whether a VM can have the name: 1 to 63 letters, digits or hyphens, no hyphen at its ends. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
