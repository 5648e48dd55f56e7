package io.slipway.server.lab.guest;

import java.util.List;
import java.util.Map;

/**
 * What a guest really found on its media and did, to compare with what was asked for.
 *
 * @param system {@code windows}, {@code linux} or empty while nothing has booted
 * @param accounts account name to group and SHA-256 of the decoded password, in hex
 * @param address the address the guest uses now, empty before it has one
 * @param phases the phases it passed, in order
 * @param calls the calls it made, such as {@code report-progress windows_installed completed 200}
 * @param paths the files on drive C: of a Windows guest, as they are at this moment
 * @param problem why it stopped, empty when it did not
 */
public record GuestReport(
        int vmid,
        String system,
        String computerName,
        Map<String, Account> accounts,
        String address,
        String prefix,
        String gateway,
        List<String> dns,
        String locale,
        String timeZone,
        String mac,
        List<GuestPhase> phases,
        List<String> calls,
        Map<String, String> files,
        List<String> paths,
        String problem) {
    /** A local account as the guest created it. */
    public record Account(String group, String displayName, String passwordSha256) {}

    public GuestReport {
        accounts = Map.copyOf(accounts);
        dns = List.copyOf(dns);
        phases = List.copyOf(phases);
        calls = List.copyOf(calls);
        files = Map.copyOf(files);
        paths = List.copyOf(paths);
    }

    /** The last phase reached. */
    public GuestPhase phase() {
        return phases.isEmpty() ? GuestPhase.OFF : phases.getLast();
    }
}
