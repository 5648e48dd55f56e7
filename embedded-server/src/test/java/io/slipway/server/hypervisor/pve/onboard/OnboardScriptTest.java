package io.slipway.server.hypervisor.pve.onboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.pve.onboard.OnboardPlan.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts as real shells run them, against a stand-in of Proxmox' access management that keeps its state in files. */
class OnboardScriptTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUO2RZm1qv8c9yUkT0n9mB2l1XwzYwq7o3Kx5rT8abc ops";
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9@._/ +=-]*");

    @TempDir
    Path folder;

    private Path state;
    private Path bin;

    /** What a script did. */
    private record Ran(int code, String out, String err) {}

    @BeforeEach
    void prepare() throws IOException {
        state = Files.createDirectory(folder.resolve("state"));
        bin = Files.createDirectory(folder.resolve("bin"));
        for (var file : List.of("roles", "users", "tokens", "acl", "log")) {
            Files.createFile(state.resolve(file));
        }
        tool("id", "echo 0");
        tool("pveversion", "echo \"pve-manager/$(cat $STATE/version)/abc (running kernel: 6.8)\"");
        tool("pvesh", "echo \"pvesh $*\" >> $STATE/log; [ \"$1\" = get ] && exit 2; exit 0");
        tool("pveum", PVEUM);
        version("9.2.11");
    }

    private void version(String text) throws IOException {
        Files.writeString(state.resolve("version"), text);
    }

    private void tool(String name, String body) throws IOException {
        var file = bin.resolve(name);
        Files.writeString(file, "#!/bin/sh\nSTATE='" + state + "'\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Ran run(String script, String shell, String... options) throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("script.sh"), script);
        var words = new ArrayList<>(List.of(shell));
        words.addAll(List.of(options));
        words.add(file.toString());
        var out = folder.resolve("out");
        var err = folder.resolve("err");
        var builder = new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("PATH", bin + ":/usr/bin:/bin:/usr/sbin");
        var process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static OnboardPlan token(boolean commands, boolean keys) {
        return new OnboardPlan(
                Kind.API_TOKEN,
                "slipway@pve",
                "agent",
                List.of(9000, 9001),
                List.of("local"),
                List.of("fast", "local"),
                List.of("vmbr0"),
                commands,
                keys,
                Optional.empty());
    }

    private static OnboardPlan sudo() {
        return new OnboardPlan(
                Kind.SUDO,
                "slipway",
                "slipway",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                true,
                true,
                Optional.of(KEY));
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(state.resolve(file)).stream().sorted().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    @Tag("F124")
    void everyScriptIsGoodShell(String shell) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/bin", shell)) || Files.isExecutable(Path.of("/usr/bin", shell)),
                "SKIPPED: no " + shell);
        for (var plan : List.of(token(true, true), token(false, false), sudo())) {
            for (var script : List.of(OnboardScript.grant(plan), OnboardScript.remove(plan))) {
                var checked = run(script, shell, "-n");
                assertThat(checked.code()).as(checked.err()).isZero();
                assertThat(script).startsWith("#!/bin/sh\n# ").contains("set -eu");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"7.4-16", "8.4.5", "9.2.11"})
    void theRolesHoldExactlyWhatTheVersionKnowsAndTheWorkNeeds(String version) throws Exception {
        version(version);

        var ran = run(OnboardScript.grant(token(true, true)), "sh");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(lines("roles"))
                .anyMatch(role -> role.startsWith("SlipwayVm ")
                        && role.contains("VM.Clone") == false
                        && role.contains("VM.Config.HWType")
                        && role.contains("VM.Monitor") == !version.startsWith("9")
                        && role.contains("VM.GuestAgent.Unrestricted") == version.startsWith("9"));
        assertThat(lines("roles")).contains("SlipwayTemplate VM.Audit VM.Clone");
        assertThat(lines("roles").stream().anyMatch(role -> role.equals("SlipwayNetwork SDN.Use")))
                .isEqualTo(!version.startsWith("7"));
        assertThat(lines("acl"))
                .contains(
                        "/vms SlipwayVm slipway@pve",
                        "/vms SlipwayVm slipway@pve!agent",
                        "/vms/9000 SlipwayTemplate slipway@pve!agent",
                        "/storage/local SlipwayDisc slipway@pve!agent",
                        "/storage/fast SlipwayDisk slipway@pve!agent")
                .noneMatch(line -> line.startsWith("/ ") || line.contains("Administrator"));
    }

    @Test
    void whatNobodyAskedForIsNotGranted() throws Exception {
        var ran = run(OnboardScript.grant(token(false, false)), "sh");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(String.join("\n", lines("roles")))
                .doesNotContain("VM.Console")
                .doesNotContain("Unrestricted");
    }

    @Test
    void runningItAgainChangesNothingAndTheSecretIsShownOnce() throws Exception {
        var script = OnboardScript.grant(token(true, true));

        var first = run(script, "sh");
        var after = List.of(lines("roles"), lines("users"), lines("tokens"), lines("acl"));
        var second = run(script, "sh");

        assertThat(first.out()).contains("\"value\":\"3f2504e0-4f89-11d3-9a0c-0305e82c3301\"");
        assertThat(first.err()).doesNotContain("3f2504e0");
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).doesNotContain("value");
        assertThat(List.of(lines("roles"), lines("users"), lines("tokens"), lines("acl")))
                .isEqualTo(after);
    }

    @Test
    @Tag("F196")
    void takingItBackLeavesWhatWasThereBefore() throws Exception {
        Files.writeString(state.resolve("roles"), "TheirRole VM.Audit\n");
        Files.writeString(state.resolve("users"), "them@pve|a colleague\n");
        Files.writeString(state.resolve("acl"), "/vms TheirRole them@pve\n");
        assertThat(run(OnboardScript.grant(token(true, true)), "sh").code()).isZero();

        var ran = run(OnboardScript.remove(token(true, true)), "sh");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(lines("roles")).containsExactly("TheirRole VM.Audit");
        assertThat(lines("users")).containsExactly("them@pve|a colleague");
        assertThat(lines("acl")).containsExactly("/vms TheirRole them@pve");
        assertThat(lines("tokens")).isEmpty();
    }

    @Test
    @Tag("F196")
    void aUserWhoWasThereBeforeStays() throws Exception {
        Files.writeString(state.resolve("users"), "slipway@pve|an account of theirs\n");
        run(OnboardScript.grant(token(true, true)), "sh");

        var ran = run(OnboardScript.remove(token(true, true)), "sh");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(lines("users")).containsExactly("slipway@pve|an account of theirs");
        assertThat(lines("tokens")).isEmpty();
    }

    @Test
    void anUnknownVersionAndAUserWhoIsNotRootStopBeforeAnythingIsChanged() throws Exception {
        version("6.4-13");
        var old = run(OnboardScript.grant(token(true, true)), "sh");
        tool("id", "echo 1000");
        var ordinary = run(OnboardScript.grant(token(true, true)), "sh");

        assertThat(old.code()).isNotZero();
        assertThat(old.err()).contains("version '6'");
        assertThat(ordinary.err()).contains("Run this as root");
        assertThat(lines("users")).isEmpty();
        assertThat(lines("roles")).isEmpty();
    }

    @Test
    void theRulesForSudoAreWhatSudoAcceptsAndTheScriptTakesThemBack() throws Exception {
        var home = Files.createDirectory(folder.resolve("home"));
        Files.createDirectory(folder.resolve("sudoers.d"));
        tool("useradd", "echo made > $STATE/made");
        tool("userdel", "rm -f $STATE/made");
        tool("chown", "exit 0");
        tool("getent", "[ -e $STATE/made ] && echo 'slipway:x:999:999:made for Slipway:" + home + ":/bin/sh'");
        tool("id", "[ \"$*\" = -u ] && { echo 0; exit 0; }; [ -e $STATE/made ] && echo 999");
        if (!Files.isExecutable(Path.of("/usr/sbin/visudo"))) {
            tool("visudo", "exit 0");
        }
        var grant = OnboardScript.grant(sudo()).replace("/etc/sudoers.d", folder + "/sudoers.d");
        var remove = OnboardScript.remove(sudo()).replace("/etc/sudoers.d", folder + "/sudoers.d");

        var first = run(grant, "sh");
        assertThat(first.code()).as(first.err()).isZero();
        var rules = Files.readString(folder.resolve("sudoers.d/slipway-slipway"));
        var again = run(grant, "sh");

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(Files.readString(folder.resolve("sudoers.d/slipway-slipway")))
                .isEqualTo(rules);
        assertThat(rules.lines().filter(line -> !line.startsWith("#")))
                .hasSize(SudoCommand.ALL.size())
                .allMatch(line -> line.startsWith("slipway ALL=(root) NOPASSWD: /"))
                .noneMatch(line -> line.contains("NOPASSWD: ALL") || line.contains("/bin/sh "));
        assertThat(Files.readAllLines(home.resolve(".ssh/authorized_keys"))).containsExactly(KEY);

        var back = run(remove, "sh");
        assertThat(back.code()).as(back.err()).isZero();
        assertThat(folder.resolve("sudoers.d/slipway-slipway")).doesNotExist();
        assertThat(Files.readAllLines(home.resolve(".ssh/authorized_keys"))).isEmpty();
        assertThat(state.resolve("made")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a'b@pve",
                "a b@pve",
                "a;reboot@pve",
                "$(id)@pve",
                "`id`@pve",
                "a\n@pve",
                "root@pam",
                "slipway",
                "slipway@pve!x",
                "-x@pve",
                "ａdmin@pve",
                ""
            })
    @Tag("F124")
    void aUserThatIsNoUserIsRefused(String user) {
        assertThatThrownBy(() -> new OnboardPlan(
                        Kind.API_TOKEN,
                        user,
                        "agent",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        false,
                        Optional.empty()))
                .isInstanceOf(SlipwayException.class);
    }

    @Test
    void everyWrongNameIsToldAtOnce() {
        var refused = catchThrowableOfType(
                SlipwayException.class,
                () -> new OnboardPlan(
                        Kind.API_TOKEN,
                        "x",
                        "1",
                        List.of(7),
                        List.of("a b"),
                        List.of("$x"),
                        List.of("-br"),
                        false,
                        false,
                        Optional.of("ssh-rsa nonsense")));

        assertThat(refused.problem().errors())
                .extracting(FieldError::pointer)
                .contains(
                        "/user", "/token", "/templates", "/disc_storages", "/disk_storages", "/bridges", "/public_key");
    }

    @Test
    @Tag("F124")
    void noMutationOfANameReachesTheScriptUnquoted() {
        var noise = ";&|$`\n\r'\"<>\\ 0a-./*?~(){}!#\0é１";
        var random = new Random(4_124);
        int accepted = 0;
        for (int i = 0; i < 10_000; i++) {
            var name = new StringBuilder("local");
            for (int n = random.nextInt(3); n >= 0; n--) {
                name.insert(random.nextInt(name.length() + 1), noise.charAt(random.nextInt(noise.length())));
            }
            try {
                var script = OnboardScript.grant(new OnboardPlan(
                        Kind.API_TOKEN,
                        name + "@pve",
                        "agent" + name,
                        List.of(),
                        List.of(name.toString()),
                        List.of(),
                        List.of(),
                        false,
                        false,
                        Optional.empty()));
                accepted++;
                assertThat(name).matches(HARMLESS);
                assertThat(script).contains("allow '/storage/" + name + "'");
                assertThat(script.getBytes(StandardCharsets.UTF_8)).doesNotContain((byte) 0, (byte) '\r');
            } catch (SlipwayException e) {
                assertThat(e.problem().errors()).isNotEmpty();
            }
        }
        assertThat(accepted).isPositive();
    }

    /** Knows the privileges of each version and refuses others, as Proxmox does. */
    private static final String PVEUM = """
            echo "pveum $*" >> $STATE/log
            known='VM.Audit VM.Allocate VM.Clone VM.Config.Disk VM.Config.CDROM VM.Config.CPU VM.Config.Memory VM.Config.Network
            VM.Config.HWType VM.Config.Options VM.Config.Cloudinit VM.PowerMgmt VM.Console VM.Migrate VM.Backup Datastore.Audit
            Datastore.Allocate Datastore.AllocateSpace Datastore.AllocateTemplate Sys.Audit Sys.Modify Pool.Allocate'
            case $(cat $STATE/version) in
                7*) known="$known VM.Monitor" ;;
                8*) known="$known VM.Monitor SDN.Use" ;;
                9*) known="$known SDN.Use VM.GuestAgent.Audit VM.GuestAgent.Unrestricted" ;;
            esac
            valid() {
                for p in $1; do
                    case " $(echo $known) " in
                        *" $p "*) ;;
                        *) echo "privs: invalid format - invalid privilege '$p'" >&2; exit 255 ;;
                    esac
                done
            }
            case "$1 $2 $3" in
                "role list "*) printf '['; s=; while read -r n p; do printf '%s{"privs":"x","roleid":"%s"}' "$s" "$n"; s=,; done < $STATE/roles; echo ']' ;;
                "role add "*) grep -q "^$3 " $STATE/roles && exit 255; valid "$5"; echo "$3 $5" >> $STATE/roles ;;
                "role modify "*) grep -q "^$3 " $STATE/roles || exit 2; valid "$5"; grep -v "^$3 " $STATE/roles > $STATE/new; echo "$3 $5" >> $STATE/new; sort $STATE/new > $STATE/roles ;;
                "role delete "*) grep -v "^$3 " $STATE/roles > $STATE/new; cat $STATE/new > $STATE/roles ;;
                "user list "*) printf '['; s=; while IFS='|' read -r u c; do printf '%s{"comment":"%s","enable":1,"userid":"%s"}' "$s" "$c" "$u"; s=,; done < $STATE/users; echo ']' ;;
                "user add "*) grep -q "^$3|" $STATE/users && exit 255; echo "$3|$5" >> $STATE/users ;;
                "user delete "*) grep -v "^$3|" $STATE/users > $STATE/new; cat $STATE/new > $STATE/users; grep -v " $3" $STATE/acl > $STATE/new; cat $STATE/new > $STATE/acl ;;
                "user token list") printf '['; s=; while read -r u t; do [ "$u" = "$4" ] && printf '%s{"privsep":1,"tokenid":"%s"}' "$s" "$t"; s=,; done < $STATE/tokens; echo ']' ;;
                "user token add") echo "$4 $5" >> $STATE/tokens; echo '{"full-tokenid":"'"$4!$5"'","info":{"privsep":"1"},"value":"3f2504e0-4f89-11d3-9a0c-0305e82c3301"}' ;;
                "user token remove") grep -v "^$4 $5$" $STATE/tokens > $STATE/new; cat $STATE/new > $STATE/tokens; grep -v " $4!$5$" $STATE/acl > $STATE/new; cat $STATE/new > $STATE/acl ;;
                "acl modify "*) for w in "$7" "$9"; do grep -qxF "$3 $5 $w" $STATE/acl || echo "$3 $5 $w" >> $STATE/acl; done ;;
                "acl list "*) printf '['; s=; while read -r p r w; do printf '%s{"path":"%s","roleid":"%s","ugid":"%s"}' "$s" "$p" "$r" "$w"; s=,; done < $STATE/acl; echo ']' ;;
                *) echo "unknown: $*" >&2; exit 255 ;;
            esac
            exit 0
            """;
}
