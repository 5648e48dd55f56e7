package io.slipway.server.lab.powershell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the interpreter computes, row by row against the about_* topics of Windows PowerShell 5.1. */
class PowerShellSemanticsTest {
    private static ScriptResult run(String script) {
        return ScriptHost.builder(InstantSource.system())
                .build()
                .run(script.getBytes(StandardCharsets.US_ASCII), "C:\\x\\test.ps1", List.of());
    }

    private static String output(String script) {
        var result = run(script);
        assertThat(result.uncaught()).as(script).isEmpty();
        return String.join("|", result.output());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '~', quoteCharacter = '\u0001', textBlock = """
            about_Arithmetic_Operators ~ 7 / 2 ~ 3.5
            about_Arithmetic_Operators ~ 6 / 2 ~ 3
            about_Arithmetic_Operators ~ 2 + 3 * 4 ~ 14
            about_Arithmetic_Operators ~ 17 % 5 ~ 2
            about_Arithmetic_Operators ~ 2147483647 + 1 ~ 2147483648
            about_Arithmetic_Operators ~ 'ab' * 3 ~ ababab
            about_Arithmetic_Operators ~ '5' + 3 ~ 53
            about_Arithmetic_Operators ~ 5 + '3' ~ 8
            about_Arithmetic_Operators ~ 1..3 + 9 ~ 1|2|3|9
            about_Arithmetic_Operators ~ -shl ~ !
            about_Comparison_Operators ~ 'ABC' -eq 'abc' ~ True
            about_Comparison_Operators ~ 'ABC' -ceq 'abc' ~ False
            about_Comparison_Operators ~ 10 -lt 9 ~ False
            about_Comparison_Operators ~ '10' -lt '9' ~ True
            about_Comparison_Operators ~ 1,2,3,2 -eq 2 ~ 2|2
            about_Comparison_Operators ~ $null -eq 0 ~ False
            about_Comparison_Operators ~ 'server01' -like 'SERVER*' ~ True
            about_Comparison_Operators ~ 'a[b' -like 'a`[b' ~ True
            about_Comparison_Operators ~ 'abc' -notmatch '^b' ~ True
            about_Comparison_Operators ~ 'x-y' -replace '(\\w)-(\\w)','$2-$1' ~ y-x
            about_Comparison_Operators ~ 'a-b' -replace '-' ~ ab
            about_Comparison_Operators ~ 1,2 -contains 2 ~ True
            about_Comparison_Operators ~ 'B' -in 'a','b' ~ True
            about_Comparison_Operators ~ 3 -notin 1,2 ~ True
            about_Comparison_Operators ~ 'x' -is [string] ~ True
            about_Split ~ 'a,b,c' -split ',' ~ a|b|c
            about_Join ~ 1,2,3 -join '-' ~ 1-2-3
            about_Logical_Operators ~ $true -and -not $false ~ True
            about_Logical_Operators ~ $true -xor $true ~ False
            about_Booleans ~ if (@(0)) { 'y' } else { 'n' } ~ n
            about_Booleans ~ if ('False') { 'y' } else { 'n' } ~ y
            about_Booleans ~ if (@(0, 0)) { 'y' } else { 'n' } ~ y
            about_Operators ~ 5 -band 3 ~ 1
            about_Operators ~ 5 -bxor 3 ~ 6
            about_Operators ~ 1 -shl 4 ~ 16
            about_Operators ~ -16 -shr 2 ~ -4
            about_Operators ~ '{0:X2}-{1:D3}-{2}' -f 10, 7, 'x' ~ 0A-007-x
            about_Operators ~ '{0,5}|{1,-3}|' -f 1, 2 ~ '    1|2  |'
            about_Numeric_Literals ~ 0x1F + 1KB ~ 1055
            about_Type_Conversion ~ [int]2.5 ~ 2
            about_Type_Conversion ~ [int]3.5 ~ 4
            about_Type_Conversion ~ [string]1.50 ~ 1.5
            about_Type_Conversion ~ [int]'12' + 1 ~ 13
            about_Quoting_Rules ~ $a = 3; "v=$a `$a $($a + 1)" ~ v=3 $a 4
            about_Quoting_Rules ~ 'it''s' ~ it's
            about_Quoting_Rules ~ $p = 'C:'; "$p\\x.y" ~ C:\\x.y
            about_Arrays ~ @().Count ~ 0
            about_Arrays ~ (,1).Count ~ 1
            about_Arrays ~ (1,2,3)[-1] ~ 3
            about_Arrays ~ (1,2,3)[0,2] -join ',' ~ 1,3
            about_Arrays ~ $a = @(1); $a += 2; $a.Count ~ 2
            about_Hash_Tables ~ $h = @{ One = 1 }; $h.one + $h['ONE'] ~ 2
            about_Hash_Tables ~ $h = @{ a = 1 }; $h.b = 5; $h.Count ~ 2
            about_Hash_Tables ~ ([ordered]@{ z = 1; a = 2 }).Keys -join '' ~ za
            about_For ~ for ($i = 0; $i -lt 3; $i++) { $i } ~ 0|1|2
            about_ForEach ~ foreach ($x in 1,2,3) { if ($x -eq 2) { continue }; $x } ~ 1|3
            about_While ~ $i = 0; while ($true) { $i++; if ($i -gt 4) { break } }; $i ~ 5
            about_Do ~ $i = 0; do { $i++ } until ($i -ge 3); $i ~ 3
            about_Switch ~ switch ('b') { 'a' { 1 } 'B' { 2 } default { 3 } } ~ 2
            about_Switch ~ switch -Regex ('ab1') { '\\d' { 'digit' } '^a' { 'a' } } ~ digit|a
            about_Functions ~ function Add { param([int]$A, [int]$B = 2) $A + $B }; Add 3 ~ 5
            about_Functions ~ function F { param([switch]$On) $On }; F -On ~ True
            about_Return ~ function F { 1; return 2; 3 }; F ~ 1|2
            about_Scopes ~ $x = 1; function F { $x = 2; $script:x = 3 }; F; $x ~ 3
            about_Splatting ~ function F { param($A, $B) "$A-$B" }; $s = @{ B = 2; A = 1 }; F @s ~ 1-2
            about_Try_Catch_Finally ~ try { throw 'x' } catch { $_.Exception.Message } finally { 'f' } ~ x|f
            about_Try_Catch_Finally ~ try { [Convert]::FromBase64String('?') } catch { $_.Exception.InnerException.Message } ~ The input is not a valid Base-64 string.
            about_Throw ~ try { try { throw 'a' } catch { throw } } catch { "$_" } ~ a
            about_Pipelines ~ 1..4 | Where-Object { $_ % 2 -eq 0 } | ForEach-Object { $_ * 10 } ~ 20|40
            about_Assignment_Operators ~ $a = 5; $a *= 2; $a -= 1; $a ~ 9
            about_Member-Access_Enumeration ~ ('a','bb').Length ~ 2
            about_Regular_Expressions ~ if ('k=v' -match '(\\w)=(\\w)') { $Matches[2] + $Matches[1] } ~ vk
            about_Operator_Precedence ~ 1 + 2 -eq 3 ~ True
            about_Operator_Precedence ~ 'a{0}' -f 1 + 'b' ~ a1b
            ConvertTo-Json ~ ConvertTo-Json -InputObject @{ a = @(1); b = $null } -Compress ~ {"a":[1],"b":null}
            ConvertTo-Json ~ ConvertTo-Json -InputObject @{ a = @{ b = @{ c = @{ d = 1 } } } } -Compress ~ {"a":{"b":{"c":"System.Collections.Hashtable"}}}
            ConvertFrom-Json ~ (ConvertFrom-Json -InputObject '{"a":{"b":[1,2]}}').a.b[1] ~ 2
            String ~ 'abcdef'.Substring(2, 3).ToUpperInvariant().Replace('D', '-') ~ C-E
            String ~ '{x}'.Trim('{}') ~ x
            Math ~ [Math]::Min(60, [Math]::Pow(2, 3)) ~ 8
            Array ~ [Array]::IndexOf(@('a','b'), 'b') ~ 1
            """)
    void computesWhatTheTopicSays(String topic, String script, String expected) {
        if (expected.equals("!")) {
            assertThatThrownBy(() -> run(script)).as(topic).isInstanceOf(ScriptException.class);
        } else {
            var quoted = expected.startsWith("'") ? expected.substring(1, expected.length() - 1) : expected;
            assertThat(output(script)).as(topic).isEqualTo(quoted);
        }
    }

    @Test
    void hereStringsKeepLinesAndExpandOnlyBetweenDoubleQuotes() {
        assertThat(output("$a = 1\n$s = @'\n$a \"x\"\n  y\n'@\n$s")).isEqualTo("$a \"x\"\n  y");
        assertThat(output("$a = 1\n$s = @\"\n$a \"x\"\n\"@\n$s")).isEqualTo("1 \"x\"");
    }

    @Test
    void strictModeRefusesUnsetVariablesAndMissingProperties() {
        assertThat(run("Set-StrictMode -Version 2.0; $nothing").uncaught())
                .hasValueSatisfying(text -> assertThat(text).contains("$nothing"));
        assertThat(run("Set-StrictMode -Version 2.0; (ConvertFrom-Json '{}').x").uncaught())
                .isPresent();
        assertThat(
                        output(
                                "Set-StrictMode -Version 2.0; $o = ConvertFrom-Json '{}'; $null -eq $o.PSObject.Properties['x']"))
                .isEqualTo("True");
        assertThat(output("$null -eq $nothing")).isEqualTo("True");
    }

    @Test
    void typedCatchSeesThroughTheWrapperOfMethodCalls() {
        var host = ScriptHost.builder(InstantSource.system())
                .type(NetType.named("Test.Thing").method("Fail", a -> {
                    throw new NetFailure("IO.IOException", "disk full");
                }))
                .build();
        var script = "try { [Test.Thing]::Fail() } catch [Net.WebException] { 1 } catch [IO.IOException] { 2 }";

        var result = host.run(script.getBytes(StandardCharsets.US_ASCII), "", List.of());

        assertThat(result.output()).containsExactly("2");
    }

    @Test
    void errorsOfCommandsFollowTheErrorAction() {
        var host = ScriptHost.builder(InstantSource.system())
                .cmdlet("Get-Nothing", "", call -> {
                    throw new NetFailure("CimException", "none");
                })
                .build();

        var goesOn = host.run("Get-Nothing; 'after'".getBytes(StandardCharsets.US_ASCII), "", List.of());
        var silent = host.run(
                "Get-Nothing -ErrorAction SilentlyContinue; 1".getBytes(StandardCharsets.US_ASCII), "", List.of());
        var stops = host.run(
                "$ErrorActionPreference = 'Stop'; Get-Nothing; 1".getBytes(StandardCharsets.US_ASCII), "", List.of());

        assertThat(goesOn.output()).containsExactly("after");
        assertThat(goesOn.errors()).containsExactly("line 1: none");
        assertThat(silent.errors()).isEmpty();
        assertThat(stops.exitCode()).isEqualTo(1);
        assertThat(stops.output()).isEmpty();
    }

    @Test
    void exitEndsTheScriptWithItsCode() {
        assertThat(run("function F { exit 7 }; F; 'never'").exitCode()).isEqualTo(7);
        assertThat(run("throw 'x'").exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            $x = 1\\nclass A { } ~ 2 ~ outside the supported subset
            Get-Process && Get-Service ~ 1 ~ PowerShell 7
            try { 1 } ~ 1 ~ without catch
            "a $b: c" ~ 1 ~ colon
            $x = @(1,\\n2 ~ 2 ~ expected
            if ($x { 1 } ~ 1 ~ expected
            . .\\other.ps1 ~ 1 ~ dot-sourcing
            Get-Item x > out.txt ~ 1 ~ redirection
            foreach ($a.b in 1) { } ~ 1 ~ expected
            Write-Output "a".Length ~ 1 ~ parentheses
            Write-Output [int] ~ 1 ~ parentheses
            $a = 'x ~ 1 ~ closing quote
            """)
    void whatIsOutsideTheSubsetIsRefusedWithItsLine(String script, int line, String message) {
        var errors = ScriptHost.check(script.replace("\\n", "\n").getBytes(StandardCharsets.US_ASCII));

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(line);
            assertThat(error.message()).contains(message);
        });
    }

    @Test
    void unknownCommandsParametersAndTypesStopTheScript() {
        assertThat(run("Get-Unknown 1").uncaught())
                .hasValueSatisfying(text -> assertThat(text).contains("Get-Unknown"));
        assertThat(run("[No.Such]::Thing").uncaught()).isPresent();
        assertThatThrownBy(() -> run("ConvertTo-Json -InputObject 1 -AsArray"))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("-AsArray");
    }

    @Test
    void endlessScriptsEndWithTheirBudget() {
        var host = ScriptHost.builder(InstantSource.system())
                .limits(Duration.ofMinutes(1), 10_000)
                .build();

        assertThatThrownBy(() -> host.run("while ($true) { }".getBytes(StandardCharsets.US_ASCII), "", List.of()))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("steps");
        assertThatThrownBy(() -> run("function F { F }; F")).isInstanceOf(ScriptException.class);
    }

    @Test
    void cancelledRunsEnd() {
        var host = ScriptHost.builder(InstantSource.system())
                .cancelledWhen(() -> true)
                .build();

        assertThatThrownBy(() -> host.run("while ($true) { }".getBytes(StandardCharsets.US_ASCII), "", List.of()))
                .hasMessageContaining("cancelled");
    }

    @Test
    @Tag("F044")
    void textBeyondAsciiNeedsTheMark() {
        var text = "$a = '\u00e4'".getBytes(StandardCharsets.UTF_8);
        var marked = new byte[text.length + 3];
        marked[0] = (byte) 0xEF;
        marked[1] = (byte) 0xBB;
        marked[2] = (byte) 0xBF;
        System.arraycopy(text, 0, marked, 3, text.length);

        assertThat(ScriptHost.check(text)).singleElement().satisfies(e -> assertThat(e.message())
                .contains("ANSI"));
        assertThat(ScriptHost.check(marked)).isEmpty();
    }

    @Test
    void mutatedScriptsNeverCrashTheParser() throws Exception {
        byte[] script;
        try (var in = PowerShellSemanticsTest.class.getResourceAsStream("/io/slipway/server/answer/START.ps1")) {
            assertThat(in).isNotNull();
            script = in.readAllBytes();
        }
        var random = new Random(20261121);
        int refused = 0;
        for (int round = 0; round < 120; round++) {
            var copy = script.clone();
            for (int i = 0; i < 3; i++) {
                copy[3 + random.nextInt(copy.length - 3)] = (byte) (32 + random.nextInt(95));
            }
            refused += ScriptHost.check(copy).size();
        }
        assertThat(refused).isPositive();
        var deep = "(".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        assertThat(ScriptHost.check(deep)).singleElement().satisfies(e -> assertThat(e.message())
                .contains("deeply"));
    }

    @Test
    @Tag("F044")
    void startScriptIsReadCompletely() throws Exception {
        try (var in = PowerShellSemanticsTest.class.getResourceAsStream("/io/slipway/server/answer/START.ps1")) {
            assertThat(in).isNotNull();
            assertThat(ScriptHost.check(in.readAllBytes())).isEmpty();
        }
    }
}
