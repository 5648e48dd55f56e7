package io.slipway.server.answer;

import io.slipway.server.answer.check.AnswerCheck;
import io.slipway.server.answer.nocloud.NoCloudFiles;
import io.slipway.server.answer.windows.WindowsFiles;
import io.slipway.server.answer.windows.WindowsPlan;
import io.slipway.server.answer.windows.XmlOverride;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.Firmware;
import io.slipway.server.profile.LinuxProfile;
import io.slipway.server.profile.ProfileForm;
import io.slipway.server.profile.ProfileWarning;
import io.slipway.server.profile.SecretSource;
import io.slipway.server.profile.WindowsProfile;
import io.slipway.server.profile.WindowsProfile.AutoLogonMode;
import io.slipway.server.profile.WindowsProfile.Layout;
import io.slipway.server.profile.WindowsProfile.Method;
import io.slipway.server.profile.WindowsProfile.Os;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes the files of a config disc; the same request gives the same bytes. */
public final class AnswerFiles {
    private AnswerFiles() {}

    /**
     * Renders and checks all files.
     *
     * @throws SlipwayException INVALID_PROFILE when profile and VM do not fit or a rule of the answer-file check is broken,
     *     CONFIG_ERROR when no endpoint can be reached from the guest
     */
    public static ConfigFiles render(AnswerRequest request) {
        return switch (request.profile().profile()) {
            case WindowsProfile windows -> windows(request, windows);
            case LinuxProfile linux -> linux(request, linux);
        };
    }

    private static ConfigFiles windows(AnswerRequest request, WindowsProfile profile) {
        if (request.kind() == AnswerKind.NOCLOUD) {
            throw invalid("/target/os", "a Windows profile cannot be used for a Linux template");
        }
        var warnings = new ArrayList<>(request.profile().warnings());
        fit(request, profile, warnings);
        var plan = new WindowsPlan(
                profile,
                request.choices(),
                request.identity(),
                request.firmware(),
                request.kind(),
                userPasswords(request, profile),
                profile.accounts()
                        .builtInAdministrator()
                        .password()
                        .map(source -> secret(request, GeneratedSecrets.ADMINISTRATOR, source)));
        var template = request.xmlOverride().or(request.profile()::xmlTemplate);
        var override = new XmlOverride(plan);
        Optional<Function<Map<String, byte[]>, byte[]>> render = template.map(text -> carried -> override.render(text));
        var provision = ProvisionJson.render(request, wipeAutoLogon(request, profile));
        var files = WindowsFiles.render(plan, provision, request.playbook(), render);
        warnings.addAll(override.warnings());
        var xml = files.values().iterator().next(); // the answer file stands first
        var findings = template.isPresent() ? AnswerCheck.imported(xml) : AnswerCheck.own(xml);
        AnswerCheck.refuseErrors(findings);
        findings.forEach(finding -> warnings.add(new ProfileWarning("", finding.toString())));
        return new ConfigFiles(files, request.choices(), warnings);
    }

    /** Password of the automatic logon is removed at the end only when one logon was all that was wanted. */
    private static boolean wipeAutoLogon(AnswerRequest request, WindowsProfile profile) {
        var logon = profile.accounts().autoLogon();
        return request.profile().form() == ProfileForm.NATIVE
                && logon.mode() != AutoLogonMode.NONE
                && logon.count() == 1;
    }

    /** Rules about the VM as it is, which a profile alone cannot know (V07, V10). */
    private static void fit(AnswerRequest request, WindowsProfile profile, List<ProfileWarning> warnings) {
        boolean clone = request.kind() == AnswerKind.UNATTEND_CLONE;
        if (clone) {
            if (profile.install().method() == Method.FRESH_SETUP) {
                warnings.add(new ProfileWarning(
                        "/install/method",
                        "the template is a finished system: disk, image and key settings do nothing"));
            }
            return;
        }
        boolean uefi = request.firmware() == Firmware.UEFI;
        if (profile.disk().layout() != Layout.AUTO && (profile.disk().layout() == Layout.GPT) != uefi) {
            throw invalid("/disk/layout", "does not fit the VM, which starts by " + request.firmware());
        }
        var bypass = profile.install().bypass();
        if (profile.target().os() == Os.WIN11 && !uefi && !(bypass.tpm() && bypass.secureBoot())) {
            throw invalid(
                    "/target/os", "Windows 11 refuses a BIOS machine unless install.bypass.tpm and .secureBoot are on");
        }
        if (profile.install().method() == Method.CLONE_SYSPREP) {
            throw invalid(
                    "/install/method", "cloneSysprep needs a generalized template, but this one starts an installer");
        }
    }

    private static List<Secret> userPasswords(AnswerRequest request, WindowsProfile profile) {
        var users = profile.accounts().users();
        var secrets = new ArrayList<Secret>();
        for (int i = 0; i < users.size(); i++) {
            secrets.add(secret(request, GeneratedSecrets.user(i), users.get(i).password()));
        }
        return secrets;
    }

    private static Secret secret(AnswerRequest request, String name, SecretSource source) {
        return switch (source) {
            case SecretSource.Given given -> given.value();
            case SecretSource.Generate ignored -> {
                var made = request.generatedSecrets().get(name);
                if (made == null) {
                    throw new IllegalArgumentException("generated secret " + name + " is missing");
                }
                yield made;
            }
        };
    }

    private static ConfigFiles linux(AnswerRequest request, LinuxProfile profile) {
        if (request.kind() != AnswerKind.NOCLOUD) {
            throw invalid("/target/os", "a Linux profile cannot be used for a Windows template");
        }
        ProvisionJson.checkEndpoints(request);
        if (request.token().isPresent() && request.caPem().isEmpty()) {
            throw new IllegalArgumentException("a Linux guest with a token needs the authority's certificate");
        }
        var warnings = new ArrayList<>(request.profile().warnings());
        if (request.xmlOverride().isPresent()) {
            warnings.add(new ProfileWarning("", "an answer file in XML means nothing to a Linux guest"));
        }
        var password = profile.user().password().map(source -> secret(request, GeneratedSecrets.user(0), source));
        return new ConfigFiles(NoCloudFiles.render(request, profile, password), request.choices(), warnings);
    }

    private static SlipwayException invalid(String pointer, String message) {
        return Problem.of(
                        ProblemCode.INVALID_PROFILE,
                        "The profile does not fit this VM: " + message + ".",
                        List.of(new FieldError(pointer, message)))
                .exception();
    }
}
