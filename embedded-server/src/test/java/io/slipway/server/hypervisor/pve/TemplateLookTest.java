package io.slipway.server.hypervisor.pve;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.hypervisor.Template;
import io.slipway.server.hypervisor.TemplateFinding;
import io.slipway.server.hypervisor.TemplateFinding.Topic;
import io.slipway.server.hypervisor.TemplateFinding.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TemplateLookTest {
    private final Map<String, String> values = new TreeMap<>(Map.of(
            "ostype", "win11",
            "bios", "ovmf",
            "tpmstate0", "fast:9000/tpm",
            "agent", "1",
            "boot", "order=sata0",
            "sata0", "fast:9000/disk,size=64G",
            "net0", "e1000=BC:24:11:AF:4C:10,bridge=vmbr0"));

    private List<TemplateFinding> look(Template.Family family) {
        return new TemplateLook(new VmConfig(values, ""), family).findings();
    }

    @Test
    void whatWindowsHasDriversForNeedsNone() {
        assertThat(look(Template.Family.WINDOWS)).contains(TemplateFinding.of(Topic.DRIVERS, Verdict.GOOD));
    }

    @Test
    void everyTakenPlaceForADiscIsAnError() {
        for (int i = 0; i < 6; i++) {
            values.put("sata" + i, "fast:9000/disk-" + i + ",size=1G");
        }
        for (int i = 0; i < 4; i++) {
            values.put("ide" + i, "none,media=cdrom");
        }

        assertThat(look(Template.Family.WINDOWS)).contains(TemplateFinding.of(Topic.CD_PLACE, Verdict.BAD));
    }

    @Test
    void anAgentThatIsSwitchedOffIsSaidAndItsProgramNotAskedFor() {
        values.put("agent", "enabled=0,fstrim_cloned_disks=1");

        assertThat(look(Template.Family.WINDOWS))
                .contains(TemplateFinding.of(Topic.AGENT_SETTING, Verdict.ATTENTION))
                .noneMatch(finding -> finding.topic() == Topic.AGENT_PROGRAM);
    }

    @Test
    void whatCompetesIsHiddenOrIsMissingIsSaid() {
        values.put("scsi1", "local:iso/a.iso,media=cdrom");
        values.put("ide2", "fast:vm-9000-cloudinit,media=cdrom");
        values.put("protection", "1");
        values.remove("tpmstate0");
        values.remove("net0");

        assertThat(look(Template.Family.WINDOWS))
                .contains(
                        new TemplateFinding(Topic.CD_VISIBLE, Verdict.ATTENTION, "scsi1"),
                        new TemplateFinding(Topic.CLOUD_INIT, Verdict.ATTENTION, "ide2"),
                        TemplateFinding.of(Topic.PROTECTION, Verdict.ATTENTION),
                        TemplateFinding.of(Topic.TPM, Verdict.ATTENTION),
                        TemplateFinding.of(Topic.NETWORK, Verdict.ATTENTION));
    }

    @Test
    void linuxIsNotJudgedByTheRulesOfWindows() {
        values.put("ostype", "l26");

        assertThat(look(Template.Family.LINUX))
                .extracting(TemplateFinding::topic)
                .doesNotContain(Topic.DRIVERS, Topic.STALE_ANSWER, Topic.TPM, Topic.CD_VISIBLE);
    }
}
