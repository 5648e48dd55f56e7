package io.slipway.server.answer.windows;

import io.slipway.server.profile.ProductKeys;
import io.slipway.server.profile.WindowsProfile.KeyMode;
import io.slipway.server.profile.WindowsProfile.ProductKey;

/** The specialize pass: name, time zone, region, and the one command that starts our scripts. */
final class SpecializePass {
    /**
     * Runs stage0.ps1 from whatever drive has it; without the disc, from the copy in the answer file that Setup keeps.
     *
     * <p>At most 259 characters (rule R01), without inner quotes, pipes or percent signs, which would need another shell's
     * escaping. stage0.ps1 always ends with exit code 0; another one would stop Setup.
     */
    static final String STAGE0 = "powershell.exe -NoProfile -ExecutionPolicy Bypass -Command \""
            + "foreach($d in [IO.DriveInfo]::GetDrives()){$f=$d.Name+'stage0.ps1';"
            + "if(Test-Path $f){& $f;exit}};"
            + "$x=[xml](gc C:\\Windows\\Panther\\unattend.xml -Raw);"
            + "iex $x.unattend.Extensions.Extract;\"";

    private final WindowsPlan plan;

    SpecializePass(WindowsPlan plan) {
        this.plan = plan;
    }

    void write(UnattendWriter out) {
        out.component("Microsoft-Windows-Deployment", plan.architecture(), this::deployment);
        out.component("Microsoft-Windows-International-Core", plan.architecture(), new Region(plan)::write);
        out.component("Microsoft-Windows-Shell-Setup", plan.architecture(), this::shell);
    }

    private void deployment(UnattendWriter out) {
        if (!plan.freshSetup() && plan.profile().disk().extendSystemVolumeAtFirstBoot()) {
            out.element("ExtendOSPartition", extend -> extend.value("Extend", true));
        }
        out.element(
                "RunSynchronous",
                list -> list.item("RunSynchronousCommand", command -> {
                    command.value("Order", 1);
                    command.value("Path", STAGE0);
                    command.value("WillReboot", "Never");
                }));
    }

    private void shell(UnattendWriter out) {
        var install = plan.profile().install();
        out.value("ComputerName", plan.choices().computerName());
        boolean key = install.productKey().map(ProductKey::applyInSpecialize).orElse(false)
                && ProductKeys.mode(plan.profile()) == KeyMode.CUSTOM;
        if (key) {
            ProductKeys.key(plan.profile()).ifPresent(value -> out.value("ProductKey", value));
        }
        install.registeredOrganization().ifPresent(name -> out.value("RegisteredOrganization", name));
        install.registeredOwner().ifPresent(name -> out.value("RegisteredOwner", name));
        out.value("TimeZone", plan.timeZone());
    }
}
