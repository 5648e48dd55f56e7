package io.slipway.server.provision;

import io.slipway.server.answer.AnswerFiles;
import io.slipway.server.answer.AnswerRequest;
import io.slipway.server.answer.ConfigFiles;
import io.slipway.server.answer.ConfigImage;
import io.slipway.server.answer.GeneratedSecrets;
import io.slipway.server.base.Secret;
import io.slipway.server.base.Sha256;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.ProfileWarning;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Builds the config ISO of one VM, in memory: well under a megabyte, and it never touches this machine's disk. Pure. */
public final class ConfigDisc {
    private static final GuestEndpoints STAND_IN = new GuestEndpoints(
            List.of(URI.create("https://192.0.2.1:8443")),
            List.of("0".repeat(64)),
            Optional.of("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"),
            false);

    private final RandomGenerator random = new SecureRandom();

    /**
     * A built image.
     *
     * @param sha256 of all its bytes, lower-case hex
     * @param files what is on it, for people
     */
    public record Built(byte[] bytes, String sha256, List<String> files) {}

    /**
     * What goes onto the disc besides the plan.
     *
     * @param generated values of the profile's generated passwords
     * @param token the VM's provisioning token
     */
    public record Contents(
            ProfileDocument profile,
            Map<String, Secret> generated,
            Secret token,
            Optional<String> playbook,
            Optional<String> xmlOverride) {
        @Override
        public String toString() {
            return "Contents[***]";
        }
    }

    /**
     * The same plan, contents and endpoints give the same bytes.
     *
     * @throws SlipwayException when the answer files break a rule of their readers, or a name cannot be written
     */
    public Built build(VmPlan vm, Contents contents, GuestEndpoints endpoints) {
        var files = files(vm, contents, endpoints);
        var bytes = ConfigImage.of(vm.kind().orElseThrow(), files.files(), madeAt(vm));
        return new Built(bytes, Sha256.hex(bytes), List.copyOf(files.files().keySet()));
    }

    private static ConfigFiles files(VmPlan vm, Contents contents, GuestEndpoints endpoints) {
        return AnswerFiles.render(new AnswerRequest(
                contents.profile(),
                vm.identity(),
                vm.choices().orElseThrow(),
                contents.generated(),
                Optional.of(contents.token()),
                endpoints.urls(),
                endpoints.pins(),
                endpoints.caPem(),
                contents.playbook(),
                contents.xmlOverride(),
                vm.kind().orElseThrow(),
                vm.firmware(),
                endpoints.loopback()));
    }

    /** The time inside the VM's UUIDv7: fixed at the order, so that a disc built again is the same. */
    private static Instant madeAt(VmPlan vm) {
        return Instant.ofEpochSecond(
                Math.max(0, (UUID.fromString(vm.vmUuid()).getMostSignificantBits() >>> 16) / 1000));
    }

    /** Builds the disc with stand-in secrets to hear what is wrong with it. @return warnings */
    List<String> trial(ProfileDocument profile, VmPlan vm, Optional<String> playbook, Optional<String> xmlOverride) {
        var contents = new Contents(
                profile,
                GeneratedSecrets.make(profile.profile(), random),
                Secret.of("eyJ0cmlhbCI6MX0.eyJ0cmlhbCI6MX0.stand-in"),
                playbook,
                xmlOverride);
        return files(vm, contents, STAND_IN).warnings().stream()
                .map(ProfileWarning::message)
                .toList();
    }
}
