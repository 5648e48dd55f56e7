package io.slipway.server.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.lab.pve.Effect.Kind;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaboratoryTest {
    private Laboratory lab;
    private LabClient client;

    @BeforeEach
    void start() {
        lab = Laboratory.builder().rootPassword(LabClient.PASSWORD).start();
        client = new LabClient(lab);
    }

    @AfterEach
    void stop() {
        client.close();
        lab.close();
        assertThat(lab.unsupported()).isEmpty();
    }

    @Test
    void clonesConfiguresUploadsAttachesStartsAndDestroys() throws IOException {
        assertThat(client.out("/usr/bin/pvesh get /cluster/nextid --output-format json"))
                .isEqualTo("\"100\"\n");
        assertThat(client.out("/usr/sbin/qm clone 9000 100 --name web-01 --full 1"))
                .contains("(100.00%)");
        client.upload(
                "not really an image".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "/var/tmp/pveupload-0a1b");
        assertThat(client.out("/usr/bin/pvesh create /nodes/pve1/storage/local/upload --content iso --filename s.iso"
                        + " --tmpfilename /var/tmp/pveupload-0a1b --output-format json"))
                .contains(":imgcopy::root@pam:");
        client.out("/usr/sbin/qm set 100 --sata5 local:iso/s.iso,media=cdrom --boot 'order=scsi0;ide2;net0' --cores 2");
        client.out("/usr/sbin/qm start 100");

        assertThat(lab.vm(100).status()).isEqualTo("running");
        assertThat(lab.vm(100).conf())
                .containsEntry("sata5", "local:iso/s.iso,media=cdrom,size=19")
                .containsEntry("boot", "order=scsi0;ide2;net0");

        client.out("/usr/sbin/qm stop 100; /usr/sbin/qm destroy 100 --purge 1");

        assertThat(lab.vms()).extracting("vmid").containsExactly(9000, 9001);
        assertThat(lab.effects())
                .extracting("kind")
                .containsExactly(Kind.CLONE, Kind.STAGE, Kind.UPLOAD, Kind.SET, Kind.START, Kind.STOP, Kind.DESTROY);
    }

    @Test
    void detachedScriptRunsOnceAndOutlivesItsSession() throws InterruptedException {
        var start = "umask 077; D=/var/lib/slipway/j1; mkdir -p $D; if mkdir $D/clone.d 2>/dev/null; then setsid sh -c "
                + "'/usr/sbin/qm clone 9000 101 --name det --full 1; echo $? > '$D'/clone.rc.tmp; "
                + "mv '$D'/clone.rc.tmp '$D'/clone.rc' >$D/clone.log 2>&1 </dev/null & fi; echo @@STARTED";
        assertThat(client.out(start)).isEqualTo("@@STARTED\n");
        assertThat(client.out(start)).isEqualTo("@@STARTED\n");

        String code = "";
        for (int i = 0; i < 500 && code.isEmpty(); i++) {
            code = client.run("cat /var/lib/slipway/j1/clone.rc 2>/dev/null").out();
        }

        assertThat(code).isEqualTo("0\n");
        assertThat(client.out("tail -c +1 /var/lib/slipway/j1/clone.log")).contains("(100.00%)");
        assertThat(lab.effects()).extracting("kind").containsExactly(Kind.CLONE);
    }

    @Test
    void wrongPasswordIsRefused() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new LabClient(lab, "root", "wrong")))
                .hasMessageContaining("Exhausted available authentication methods");
    }
}
