package io.slipway.server.answer;

import io.slipway.server.base.Secret;
import io.slipway.server.profile.Firmware;
import io.slipway.server.profile.ProfileCodec;
import io.slipway.server.profile.ProfileDocument;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Requests for tests. */
public final class Answers {
    public static final String VM_UUID = "7f3c2b1a-0d4e-4f6a-9b8c-1a2b3c4d5e6f";
    public static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJ0eXAiOiJwcm92aXNpb24ifQ.c2lnbmF0dXJlLW1hcmtlZA";
    public static final String PIN = "ab".repeat(32);
    public static final String CA = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

    public static final String NATIVE = """
            {"schemaVersion":1,"id":"p","name":"P","target":{"os":"win11"},
             "accounts":{"users":[{"name":"worker","password":{"value":"Correct-Horse-9"}}]}}
            """;

    public static final String LINUX = """
            {"schemaVersion":1,"id":"l","name":"L","target":{"os":"linux"},
             "user":{"name":"worker","displayName":"W\\"o #r","password":{"value":"Correct-Horse-9"},
                     "sshKeys":["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB worker@desk"]},
             "packages":["curl"],"runCommands":["echo \\"$HOME: 1\\" > /tmp/x",["touch","/tmp/y z"]]}
            """;

    private Answers() {}

    public static VmIdentity identity(int number) {
        var mac = String.format(
                java.util.Locale.ROOT, "BC:24:11:%02X:%02X:%02X", number >> 16, number >> 8 & 255, number & 255);
        return new VmIdentity(
                VM_UUID,
                "vm-" + number,
                mac,
                number,
                new StaticIpv4("192.0.2.50", 24, Optional.of("192.0.2.1"), List.of("192.0.2.1")));
    }

    public static Seed seed(int number) {
        return Seed.of("revision", "vm-" + number);
    }

    public static AnswerRequest windows(String profile) {
        return request(ProfileCodec.parse(profile), AnswerKind.AUTOUNATTEND);
    }

    public static AnswerRequest request(ProfileDocument profile, AnswerKind kind) {
        return request(profile, kind, 1);
    }

    public static AnswerRequest request(ProfileDocument profile, AnswerKind kind, int number) {
        return new AnswerRequest(
                profile,
                identity(number),
                ChoiceMaker.choose(profile, identity(number), seed(number)),
                GeneratedSecrets.make(profile.profile(), new Random(number)),
                Optional.of(Secret.of(TOKEN)),
                List.of(URI.create("https://192.0.2.10:8443/"), URI.create("https://slipway.example:8443")),
                List.of(PIN),
                Optional.of(CA),
                Optional.empty(),
                Optional.empty(),
                kind,
                Firmware.UEFI,
                false);
    }

    public static AnswerRequest with(AnswerRequest r, Optional<String> playbook, Optional<String> xmlOverride) {
        return new AnswerRequest(
                r.profile(),
                r.identity(),
                r.choices(),
                r.generatedSecrets(),
                r.token(),
                r.endpoints(),
                r.tlsPins(),
                r.caPem(),
                playbook,
                xmlOverride,
                r.kind(),
                r.firmware(),
                r.allowLoopback());
    }

    public static AnswerRequest at(AnswerRequest r, VmIdentity identity) {
        return new AnswerRequest(
                r.profile(),
                identity,
                r.choices(),
                r.generatedSecrets(),
                r.token(),
                r.endpoints(),
                r.tlsPins(),
                r.caPem(),
                r.playbook(),
                r.xmlOverride(),
                r.kind(),
                r.firmware(),
                r.allowLoopback());
    }

    public static AnswerRequest firmware(AnswerRequest r, Firmware firmware) {
        return new AnswerRequest(
                r.profile(),
                r.identity(),
                r.choices(),
                r.generatedSecrets(),
                r.token(),
                r.endpoints(),
                r.tlsPins(),
                r.caPem(),
                r.playbook(),
                r.xmlOverride(),
                r.kind(),
                firmware,
                r.allowLoopback());
    }

    public static AnswerRequest endpoints(AnswerRequest r, List<URI> endpoints, boolean allowLoopback) {
        return new AnswerRequest(
                r.profile(),
                r.identity(),
                r.choices(),
                r.generatedSecrets(),
                r.token(),
                endpoints,
                r.tlsPins(),
                r.caPem(),
                r.playbook(),
                r.xmlOverride(),
                r.kind(),
                r.firmware(),
                allowLoopback);
    }

    public static AnswerRequest secrets(AnswerRequest r, Map<String, Secret> secrets) {
        return new AnswerRequest(
                r.profile(),
                r.identity(),
                r.choices(),
                secrets,
                r.token(),
                r.endpoints(),
                r.tlsPins(),
                r.caPem(),
                r.playbook(),
                r.xmlOverride(),
                r.kind(),
                r.firmware(),
                r.allowLoopback());
    }
}
