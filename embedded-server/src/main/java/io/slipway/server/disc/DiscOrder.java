package io.slipway.server.disc;

import io.slipway.server.answer.AddressPlan;
import io.slipway.server.answer.AnswerKind;
import io.slipway.server.answer.Seed;
import io.slipway.server.profile.Firmware;
import io.slipway.server.profile.LinuxProfile;
import io.slipway.server.profile.Playbook;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.WindowsProfile;
import io.slipway.server.provision.OrderedDisc;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A config disc to be made by hand, without an order.
 *
 * @param playbookId which playbook goes onto the disc, for the answer
 * @param playbook its text
 * @param mac of the adapter that gets the address; a VM of ours has one in the registry
 * @param withToken whether the guest shall report to us
 * @param seed of what the profile leaves to chance; empty means that of the profile and the VM, as for an order
 */
public record DiscOrder(
        ProfileDocument profile,
        Optional<String> playbookId,
        Optional<String> playbook,
        String vmUuid,
        String vmName,
        String mac,
        AddressPlan address,
        AnswerKind kind,
        Firmware firmware,
        boolean withToken,
        Optional<Seed> seed) {
    private static final Pattern MAC = Pattern.compile("[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}");

    /**
     * A disc for a machine that no host of ours knows: any adapter, its address from DHCP, no token.
     *
     * @param vmUuid of the machine, or a fresh one
     */
    public static DiscOrder of(ProfileDocument profile, String vmUuid, String vmName) {
        return new DiscOrder(
                profile,
                Optional.empty(),
                Optional.empty(),
                vmUuid,
                vmName,
                DiscMaker.ANY_ADAPTER,
                new AddressPlan.Dhcp(),
                usualKind(profile),
                usualFirmware(profile),
                false,
                Optional.empty());
    }

    /** The disc of an ordered VM. */
    public static DiscOrder of(OrderedDisc disc) {
        var vm = disc.vm();
        AddressPlan address = vm.address().isPresent() ? vm.address().get() : new AddressPlan.Dhcp();
        return new DiscOrder(
                disc.profile(),
                Optional.empty(),
                disc.playbook(),
                vm.vmUuid(),
                vm.name(),
                vm.mac(),
                address,
                vm.kind().orElseThrow(),
                vm.firmware(),
                true,
                Optional.empty());
    }

    /** The same disc of another document. */
    DiscOrder with(ProfileDocument document) {
        return new DiscOrder(
                document, playbookId, playbook, vmUuid, vmName, mac, address, kind, firmware, withToken, seed);
    }

    /** The same disc with what the profile leaves to chance drawn from a seed. */
    public DiscOrder with(Seed drawn) {
        return new DiscOrder(
                profile,
                playbookId,
                playbook,
                vmUuid,
                vmName,
                mac,
                address,
                kind,
                firmware,
                withToken,
                Optional.of(drawn));
    }

    /** The same disc with a token, so that the machine reports to us. */
    public DiscOrder reporting() {
        return new DiscOrder(profile, playbookId, playbook, vmUuid, vmName, mac, address, kind, firmware, true, seed);
    }

    /** The same disc with a playbook on it. */
    public DiscOrder with(Playbook chosen) {
        return new DiscOrder(
                profile,
                Optional.of(chosen.id()),
                Optional.of(chosen.content()),
                vmUuid,
                vmName,
                mac,
                address,
                kind,
                firmware,
                withToken,
                seed);
    }

    /** The same disc for the adapter of an address, six hex pairs. */
    public DiscOrder withMac(String address48) {
        return new DiscOrder(
                profile, playbookId, playbook, vmUuid, vmName, address48, address, kind, firmware, withToken, seed);
    }

    /** Who usually reads a disc of this profile. */
    public static AnswerKind usualKind(ProfileDocument profile) {
        return switch (profile.profile()) {
            case WindowsProfile windows ->
                windows.install().method() == WindowsProfile.Method.CLONE_SYSPREP
                        ? AnswerKind.UNATTEND_CLONE
                        : AnswerKind.AUTOUNATTEND;
            case LinuxProfile linux -> AnswerKind.NOCLOUD;
        };
    }

    /** Nobody asked the VM; a disk layout of the old kind is the only sign of the old firmware. */
    public static Firmware usualFirmware(ProfileDocument profile) {
        return profile.profile() instanceof WindowsProfile windows
                        && windows.disk().layout() == WindowsProfile.Layout.MBR
                ? Firmware.BIOS
                : Firmware.UEFI;
    }

    /** Whether a text is a MAC address: six hex pairs with colons or hyphens. */
    public static boolean isMac(String text) {
        return MAC.matcher(text).matches();
    }

    /** Whether the files cannot be made without the adapter's MAC address. */
    public static boolean needsMac(ProfileDocument profile) {
        return profile.profile() instanceof LinuxProfile
                || profile.stored().toString().contains("{mac");
    }

    @Override
    public String toString() {
        return "DiscOrder[" + kind + " " + vmName + "]";
    }
}
