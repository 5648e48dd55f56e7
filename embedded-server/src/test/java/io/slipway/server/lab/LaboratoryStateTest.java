package io.slipway.server.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Json;
import io.slipway.server.lab.guest.GuestFault;
import io.slipway.server.lab.pve.Effect;
import io.slipway.server.lab.pve.Effect.Kind;
import io.slipway.server.lab.pve.Faults;
import io.slipway.server.lab.rest.LabToken;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The laboratory keeps state as a node does, and breaks the way a test asks it to. */
class LaboratoryStateTest {
    private static final LabToken TOKEN =
            LabToken.of("root@pam!agent", "0b0e7f1c-9a57-4a52-8f0d-3c1d2e3f4a5b", LabToken.ALL);

    private static final byte[] IMAGE = "two kilobytes of an image".repeat(80).getBytes(StandardCharsets.US_ASCII);

    private Laboratory lab;
    private LabClient client;

    @BeforeEach
    void start() {
        lab = Laboratory.builder()
                .rootPassword(LabClient.PASSWORD)
                .furtherNode("pve2", "127.0.0.2", false)
                .machineElsewhere(200, "pve2")
                .start();
        client = new LabClient(lab);
    }

    @AfterEach
    void stop() {
        client.close();
        lab.close();
        assertThat(lab.unsupported()).isEmpty();
    }

    private String conf(int vmid, String key) {
        return Objects.requireNonNull(lab.vm(vmid).conf().get(key), key);
    }

    @Test
    void cloneGetsNewIdentityAndKeepsProtectionAndTags() {
        client.out("qm set 9000 --protection 1; qm clone 9000 101 --name a; qm clone 9000 102 --name b");

        assertThat(conf(101, "smbios1")).isNotEqualTo(conf(102, "smbios1"));
        assertThat(conf(101, "net0")).startsWith("virtio=BC:24:11:").isNotEqualTo(conf(102, "net0"));
        assertThat(lab.vm(101).conf()).containsEntry("protection", "1").containsEntry("tags", "template;windows");
        assertThat(client.run("qm destroy 101 --purge 1").err())
                .isEqualTo("can't remove VM 101 - protection mode enabled\n");
    }

    @Test
    void networkCardWithoutAddressGetsANewOne() {
        client.out("qm clone 9000 101 --name a");
        var before = conf(101, "net0");

        client.out("qm set 101 --net0 virtio,bridge=vmbr0,firewall=1");
        assertThat(conf(101, "net0")).isNotEqualTo(before);
        client.out("qm set 101 --net0 '" + before + ",tag=10'");

        assertThat(conf(101, "net0")).isEqualTo(before + ",tag=10");
    }

    @Test
    void runningMachineTakesNewDrivesOnlyAtItsNextColdStart() {
        lab.putIso("local", "a.iso", IMAGE);
        client.out(
                "qm clone 9001 101 --name a; qm start 101; qm set 101 --sata0 local:iso/a.iso,media=cdrom --cores 4");

        assertThat(lab.vm(101).conf()).doesNotContainKey("sata0").containsEntry("cores", "1");
        assertThat(lab.vm(101).pending()).containsKeys("sata0", "cores");

        client.out("qm stop 101; qm start 101");

        assertThat(lab.vm(101).pending()).isEmpty();
        assertThat(conf(101, "sata0")).isEqualTo("local:iso/a.iso,media=cdrom,size=2000");
    }

    @Test
    void staleDigestIsRefused() {
        client.out("qm clone 9001 101 --name a");
        var digest = Json.parse(client.out("pvesh get /nodes/pve1/qemu/101/config --output-format json"))
                .path("digest")
                .asString();
        client.out("qm set 101 --cores 2 --digest " + digest);

        assertThat(client.run("qm set 101 --cores 3 --digest " + digest).err())
                .isEqualTo("checksum mismatch (file change by other user?)\n");
        assertThat(lab.vm(101).conf()).containsEntry("cores", "2");
    }

    @Test
    void failedTaskUnderPveshAnswersZero() {
        lab.faults().next("status/start", new Faults.TaskFails("start failed: QEMU exited with code 1"));
        client.out("qm clone 9001 101 --name a");

        var answer = client.run("pvesh create /nodes/pve1/qemu/101/status/start --output-format json");

        assertThat(answer.code()).isZero();
        assertThat(answer.err()).isEqualTo("start failed: QEMU exited with code 1\n");
        var upid = Json.parse(answer.out().strip()).asString();
        assertThat(client.out("pvesh get /nodes/pve1/tasks/" + upid + "/status --output-format json"))
                .contains("\"exitstatus\":\"start failed: QEMU exited with code 1\"");
    }

    @Test
    void fullStorageRefusesDisksAndUploads() throws IOException {
        lab.limitStorage("fast", 1000);
        lab.limitStorage("local", 1000);
        client.upload(IMAGE, "/var/tmp/pveupload-00");

        var clone = client.run("qm clone 9000 101 --name a --full 1");
        var upload = client.run("pvesh create /nodes/pve1/storage/local/upload --content iso --filename a.iso"
                + " --tmpfilename /var/tmp/pveupload-00 --output-format json");

        assertThat(clone.code()).isEqualTo(255);
        assertThat(clone.err()).contains("No space left on device");
        assertThat(upload.err()).contains("No space left on device");
        assertThat(lab.vms()).extracting("vmid").doesNotContain(101);
        assertThat(client.run("ls /srv/fast/images/101").code()).isEqualTo(2);
    }

    @Test
    void uploadChecksTheSumTheNameAndTheStorage() throws Exception {
        var sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(IMAGE));
        client.upload(IMAGE, "/var/tmp/pveupload-00");
        var start = "pvesh create /nodes/pve1/storage/local/upload --content iso --tmpfilename /var/tmp/pveupload-00"
                + " --checksum-algorithm sha256 --output-format json ";

        assertThat(client.run(start + "--filename a.iso --checksum " + "0".repeat(64))
                        .err())
                .startsWith("checksum mismatch: got '" + sum + "' != expect '000");
        assertThat(client.run(start + "--filename a.txt --checksum " + sum).err())
                .contains("wrong file extension");
        assertThat(client.run((start + "--filename a.iso").replace("/local/", "/fast/"))
                        .err())
                .isEqualTo("storage 'fast' does not support 'iso' content\n");
        client.out(start + "--filename 'a b.iso' --checksum " + sum);

        assertThat(lab.isoFiles("local")).extracting("name").contains("a_b.iso");
        assertThat(lab.files().exists("/var/tmp/pveupload-00")).isFalse();
    }

    @Test
    void readerThatGoesAwayAbortsAndUndoesAClone() {
        assertThat(client.run("qm clone 9000 101 --name a --full 1 | head -1").err())
                .isEqualTo("broken pipe \n");

        assertThat(lab.vms()).extracting("vmid").doesNotContain(101);
        assertThat(client.out("pvesh get /nodes/pve1/tasks --output-format json"))
                .contains("\"status\":\"broken pipe \"");
        assertThat(lab.effects()).isEmpty();
    }

    @Test
    void connectionLostDuringAForegroundCloneUndoesIt() {
        lab.onEffect(effect -> {
            if (effect.kind() == Kind.CLONE && effect.edge() == Effect.Edge.BEFORE) {
                lab.dropConnections();
            }
        });

        var answer = client.run("qm clone 9000 101 --name a --full 1");

        assertThat(answer.code()).isEqualTo(-1);
        assertThat(lab.vms()).extracting("vmid").doesNotContain(101);
    }

    @Test
    void crashedCloneLeavesItsLockAndCanBeRemoved() {
        lab.faults().next("qm clone", new Faults.CloneCrash());
        client.run("qm clone 9000 101 --name a --full 1");

        assertThat(lab.vm(101).lock()).isEqualTo("clone");
        assertThat(client.run("qm start 101").err()).isEqualTo("VM is locked (clone)\n");
        client.out("qm unlock 101; qm destroy 101 --destroy-unreferenced-disks 1");
        assertThat(client.run("ls /srv/fast/images/101").code()).isEqualTo(2);
    }

    @Test
    void heldLockFileTimesOut() throws InterruptedException {
        client.out("qm clone 9001 101 --name a");

        try (var held = lab.holdLock(101)) {
            assertThat(client.run("qm set 101 --cores 2").err())
                    .isEqualTo("trying to acquire lock...\ncan't lock file '/var/lock/qemu-server/lock-101.conf'"
                            + " - got timeout\n");
        }

        assertThat(client.run("qm set 101 --cores 2").code()).isZero();
    }

    @Test
    void runningTasksAreListedOnlyAsActive() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        lab.onEffect(effect -> {
            if (effect.kind() == Kind.CLONE && effect.edge() == Effect.Edge.BEFORE) {
                begun.countDown();
                awaitQuietly(go);
            }
        });

        client.out("setsid sh -c 'qm clone 9000 101 --name a' >/tmp/log 2>&1 </dev/null &");
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        var active = "pvesh get /nodes/pve1/tasks --source active --output-format json";
        assertThat(client.out(active)).contains("\"status\":\"RUNNING\"").contains(":qmclone:9000:root@pam:");
        assertThat(client.out("pvesh get /nodes/pve1/tasks --output-format json"))
                .isEqualTo("[]\n");
        go.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void offlineNodeNeverAnswers() throws IOException {
        try (var session = client.ssh().startSession()) {
            var running = session.exec("pvesh get /nodes/pve2/qemu --output-format json");

            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> running.join(200, TimeUnit.MILLISECONDS)))
                    .isNotNull();
        }
    }

    @Test
    void connectionCanBreakAfterACommandHasActed() {
        lab.faults().next("qm clone", new Faults.DropAfter());

        assertThat(client.run("qm clone 9001 101 --name a").code()).isEqualTo(-1);

        assertThat(lab.vm(101).name()).isEqualTo("a");
    }

    @Test
    void uploadCanBreakInTheMiddle() {
        lab.faults().dropUploadAfter(1);

        var failure = org.assertj.core.api.Assertions.catchThrowable(
                () -> client.upload(new byte[1 << 20], "/var/tmp/pveupload-00"));

        assertThat(failure).isNotNull();
        assertThat(Objects.requireNonNull(lab.files().stat("/var/tmp/pveupload-00"))
                        .size())
                .isLessThan(1 << 20);
    }

    @Test
    void silentAgentStartsAnsweringLater() {
        client.out("qm clone 9001 101 --name lin-01");
        lab.guestRules().fault("lin-01", new GuestFault.LateAgent(Duration.ofDays(1)));
        client.out("qm start 101");

        assertThat(client.run("qm guest cmd 101 ping").err()).isEqualTo("QEMU guest agent is not running\n");
        lab.guestRules().clearFaults();

        var answered = false;
        for (int i = 0; i < 200 && !answered; i++) {
            answered = client.run("qm guest cmd 101 ping").code() == 0;
        }
        assertThat(answered).isTrue();
    }

    @Test
    void unknownShellSyntaxIsRefusedAndRecorded() {
        try (var other = Laboratory.builder().rootPassword(LabClient.PASSWORD).start();
                var shell = new LabClient(other)) {
            assertThat(shell.run("case x in x) echo y;; esac").code()).isEqualTo(2);
            assertThat(shell.run("perl -e 1").err()).isEqualTo("bash: line 1: perl: command not found\n");
            assertThat(shell.run("sh -c nope").err()).isEqualTo("sh: 1: nope: not found\n");
            assertThat(other.unsupported()).hasSize(3);
        }
    }

    @Test
    void quotingSurvivesTwoShells() {
        var inner = "qm set 101 --description 'it'\\''s 50% $HOME `x` \"q\" ; & | #'";
        client.out("qm clone 9001 101 --name a");

        client.out("/bin/sh -c '" + inner.replace("'", "'\\''") + "'");

        assertThat(conf(101, "description")).isEqualTo("it's 50% $HOME `x` \"q\" ; & | #");
    }

    @Test
    void ordinaryUserNeedsSudo() {
        try (var other = Laboratory.builder()
                        .rootPassword(LabClient.PASSWORD)
                        .user("ops", "pw", true)
                        .start();
                var ops = new LabClient(other, "ops", "pw")) {
            assertThat(ops.run("/usr/sbin/qm list").code()).isEqualTo(255);
            assertThat(ops.out("sudo -n /usr/sbin/qm list")).contains("win11-tpl");
            assertThat(ops.run("cat /etc/pve/nodes/pve1/qemu-server/9000.conf").err())
                    .contains("Permission denied");
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> ops.upload(IMAGE, "/var/lib/vz/template/iso/a.iso")))
                    .hasMessageContaining("Permission denied");
        }
    }

    @Test
    void fiftyMachinesAreMadeAtOnceEachExactlyOnce() throws Exception {
        var vmids = new ArrayList<Integer>();
        for (int vmid = 1000; vmid < 1050; vmid++) {
            vmids.add(vmid);
        }
        var clients = new ArrayList<LabClient>();
        for (int i = 0; i < 5; i++) {
            clients.add(new LabClient(lab));
        }
        try (var pool = Executors.newFixedThreadPool(10)) {
            var work = new ArrayList<Callable<String>>();
            for (var vmid : vmids) {
                var one = clients.get(vmid % clients.size());
                work.add(() -> one.out("qm clone 9000 " + vmid + " --name vm-" + vmid + " --full 1; qm set " + vmid
                        + " --cores 2; qm start " + vmid));
            }
            for (var done : pool.invokeAll(work)) {
                assertThat(done.get()).contains("update VM");
            }
        }

        for (var kind : List.of(Kind.CLONE, Kind.SET, Kind.START)) {
            var touched = new ArrayList<>(lab.effects().stream()
                    .filter(effect -> effect.kind() == kind)
                    .map(Effect::vmid)
                    .toList());
            Collections.sort(touched);
            assertThat(touched).isEqualTo(vmids);
        }
        assertThat(vmids.stream().map(vmid -> conf(vmid, "net0")).distinct()).hasSize(50);
        clients.forEach(LabClient::close);
    }

    @Test
    void onlyOneOfTwoSimultaneousClonesWins() throws Exception {
        try (var pool = Executors.newFixedThreadPool(8)) {
            var work = new ArrayList<Callable<LabClient.Answer>>();
            for (int i = 0; i < 8; i++) {
                var name = "racer-" + i;
                work.add(() -> client.run("qm clone 9000 300 --name " + name));
            }
            var codes = new ArrayList<Integer>();
            for (var done : pool.invokeAll(work)) {
                codes.add(done.get().code());
            }

            assertThat(codes).containsOnlyOnce(0);
            assertThat(lab.effects()).extracting("kind").containsExactly(Kind.CLONE);
        }
    }

    @Test
    void httpsListenerShowsItsOwnCertificateAndWantsAToken() throws Exception {
        try (var other = Laboratory.builder()
                .rootPassword(LabClient.PASSWORD)
                .token(TOKEN)
                .start()) {
            var seen = new ArrayList<String>();
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new SeesEverything(seen)}, null);
            var http = HttpClient.newBuilder().sslContext(tls).build();
            var version = URI.create("https://127.0.0.1:" + other.rest().port() + "/api2/json/version");

            var refused = http.send(HttpRequest.newBuilder(version).build(), HttpResponse.BodyHandlers.ofString());
            var known = http.send(
                    HttpRequest.newBuilder(version)
                            .header("Authorization", "PVEAPIToken=" + TOKEN.id() + "=" + TOKEN.secret())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(known.body()).contains("\"release\":\"9.2\"");
            assertThat(seen).contains(other.rest().fingerprint());
        }
    }

    /** Notes the digest of what a server shows and accepts it. */
    private static final class SeesEverything extends X509ExtendedTrustManager {
        private final List<String> seen;

        SeesEverything(List<String> seen) {
            this.seen = seen;
        }

        private void note(X509Certificate[] chain) throws CertificateException {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
                seen.add(HexFormat.of().formatHex(digest));
            } catch (NoSuchAlgorithmException e) {
                throw new CertificateException(e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            note(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            note(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            note(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
