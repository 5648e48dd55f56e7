package io.slipway.server.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.ProfileCodec;
import io.slipway.server.profile.ProfileDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ChoiceMakerTest {
    private static final List<String> POOL =
            IntStream.range(0, 30).mapToObj(i -> "Pool." + i).toList();

    @Test
    @Tag("F009")
    void randomUserNamesAreTwoWordsAndTwoDigits() {
        var document = ProfileCodec.parse("{\"user\":{\"nameMode\":\"random\"}}");

        var names = draws(document, 1000).map(Choices::userName).toList();

        assertThat(names).allMatch(name -> name.matches("[A-Z][a-z]+[A-Z][a-z]+[1-9]\\d") && name.length() <= 20);
        assertThat(names).allMatch(name -> Integer.parseInt(name.substring(name.length() - 2)) <= 98);
        assertThat(new HashSet<>(names)).hasSizeGreaterThan(100);
    }

    @Test
    @Tag("F010")
    void fixedAndSuffixedUserNames() {
        var fixed = ProfileCodec.parse("{\"user\":{\"nameMode\":\"fixed\"}}");
        var digits = custom("random_digits");

        assertThat(choose(fixed, 1).userName()).isEqualTo("User");
        assertThat(draws(digits, 300).map(Choices::userName)).allMatch(name -> name.matches("tester\\d{2,4}"));
        assertThat(draws(digits, 300)
                        .map(choices -> choices.userName().length())
                        .distinct())
                .containsExactlyInAnyOrder(8, 9, 10);
    }

    @Test
    @Tag("F011")
    void sequentialSuffixesCountUp() {
        var document = custom("sequential");

        var names = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> choose(document, i).userName())
                .toList();

        assertThat(names).containsExactly("tester1", "tester2", "tester3");
    }

    @Test
    @Tag("F012")
    void computerNamesFollowTheirMode() {
        var random = ProfileCodec.parse("{\"computerName\":{\"mode\":\"random\"}}");

        assertThat(draws(random, 200).map(Choices::computerName)).allMatch(name -> name.matches("DESKTOP-[A-Z0-9]{7}"));
        assertThat(choose(ProfileCodec.parse("{\"computerName\":{\"mode\":\"fixed\"}}"), 1)
                        .computerName())
                .isEqualTo("WIN-PC");
        assertThat(choose(ProfileCodec.parse("{\"computerName\":{\"mode\":\"custom\",\"customName\":\"LAB-07\"}}"), 1)
                        .computerName())
                .isEqualTo("LAB-07");
    }

    @Test
    @Tag("F012")
    void templatesKeepTheirUniquePartAndVmNamesAreTakenAsTheyAre() {
        var template = nativeProfile("{\"mode\":\"template\",\"template\":\"{vmName}-{seq:3}\"}");
        var identity =
                new VmIdentity(Answers.VM_UUID, "a-very-long-vm-name", "BC:24:11:00:00:01", 7, new AddressPlan.Dhcp());

        var long1 = ChoiceMaker.choose(template, identity, Answers.seed(1)).computerName();

        assertThat(long1).hasSize(15).endsWith("-007").startsWith("a-very-long");
        assertThat(choose(nativeProfile("{\"mode\":\"vmName\"}"), 3).computerName())
                .isEqualTo("vm-3");
        assertThat(choose(nativeProfile("{\"mode\":\"template\",\"template\":\"W{seq:4}-{mac:4}\"}"), 3)
                        .computerName())
                .isEqualTo("W0003-0003");
    }

    @Test
    @Tag("F013")
    void aVmNameThatIsNoComputerNameIsRefusedWithTheReason() {
        var document = nativeProfile("{\"mode\":\"vmName\"}");
        var identity =
                new VmIdentity(Answers.VM_UUID, "sixteen-letters1", "BC:24:11:00:00:01", 1, new AddressPlan.Dhcp());

        var problem = catchThrowableOfType(
                        SlipwayException.class, () -> ChoiceMaker.choose(document, identity, Answers.seed(1)))
                .problem();

        assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_NAME);
        assertThat(problem.detail()).contains("sixteen-letters1", "1 to 15");
    }

    @ParameterizedTest
    @Tag("F014")
    @ValueSource(strings = {"fixed", "random", "mixed", "fixed_random"})
    void softwareSelectionsFollowTheirMode(String mode) {
        var document = removal("softwareRemoval", "fixedPackages", mode, 4, 9, List.of());

        draws(document, 200).forEach(choices -> follows(choices.packages(), mode, 4, 9));
    }

    @ParameterizedTest
    @Tag("F017")
    @ValueSource(strings = {"fixed", "random", "mixed", "fixed_random"})
    void capabilitySelectionsFollowTheirMode(String mode) {
        var document = removal("capabilityRemoval", "fixedCapabilities", mode, 2, 6, List.of());

        draws(document, 200).forEach(choices -> follows(choices.capabilities(), mode, 2, 6));
    }

    @Test
    @Tag("F017")
    void withoutACountThreeToTenCapabilitiesAreDrawn() {
        var document = ProfileCodec.parse(
                "{\"capabilityRemoval\":{\"mode\":\"random\",\"randomPool\":" + Json.write(POOL) + "}}");

        var sizes = draws(document, 400)
                .map(choices -> choices.capabilities().size())
                .distinct()
                .sorted()
                .toList();

        assertThat(sizes).containsExactly(3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    @Tag("F015")
    void neverWinsOverFixedAndPoolInAnyCase() {
        for (var section : List.of("softwareRemoval", "capabilityRemoval")) {
            var fixed = section.equals("softwareRemoval") ? "fixedPackages" : "fixedCapabilities";
            var document = removal(section, fixed, "fixed_random", 30, 30, List.of("FIXED.a", "Pool.3"));

            draws(document, 100).forEach(choices -> {
                var chosen = section.equals("softwareRemoval") ? choices.packages() : choices.capabilities();
                assertThat(chosen).doesNotContain("Fixed.A", "Pool.3").contains("Fixed.B", "Pool.4");
            });
        }
    }

    @Test
    @Tag("F016")
    void drawnCountsStayWithinBoundsAndReachBothEnds() {
        var document = removal("softwareRemoval", "fixedPackages", "random", 5, 8, List.of());

        var sizes = draws(document, 500)
                .map(choices -> choices.packages().size())
                .distinct()
                .sorted()
                .toList();

        assertThat(sizes).containsExactly(5, 6, 7, 8);
    }

    @Test
    @Tag("F018")
    void theSameSeedChoosesTheSameAndTheRecordSurvivesJson() {
        var document = ProfileCodec.parse("""
                {"visualEffects":{"mode":"custom_randomize","effects":{"aeropeek":true}},
                 "desktopIcons":{"mode":"custom_randomize","icons":{"thisPC":false}},
                 "softwareRemoval":{"mode":"random","randomPool":%s}}
                """.formatted(Json.write(POOL)));

        var one = choose(document, 1);
        var again = choose(document, 1);
        var other = choose(document, 2);

        assertThat(again).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
        assertThat(Choices.fromJson(one.toJson())).isEqualTo(one);
        assertThat(one.effects()).containsEntry("DWMAeroPeekEnabled", true).hasSize(17);
        assertThat(one.icons()).containsEntry("ThisPC", false).hasSize(13);
    }

    @Test
    @Tag("F018")
    void choicesOfTodayAreThoseOfTomorrow() {
        var document = ProfileCodec.parse("{}");

        var choices = ChoiceMaker.choose(document, Answers.identity(1), new Seed("0".repeat(64)));

        assertThat(choices.computerName() + " " + choices.userName()).isEqualTo(GOLDEN);
    }

    private static final String GOLDEN = "DESKTOP-WLBUE7S MerryWillow80";

    private static void follows(List<String> chosen, String mode, int min, int max) {
        var drawn = new ArrayList<>(chosen);
        drawn.removeAll(List.of("Fixed.A", "Fixed.B"));
        assertThat(chosen).doesNotHaveDuplicates();
        assertThat(POOL).containsAll(drawn);
        if (mode.equals("random")) {
            assertThat(chosen).doesNotContain("Fixed.A");
        } else {
            assertThat(chosen).contains("Fixed.A", "Fixed.B");
        }
        if (mode.equals("fixed")) {
            assertThat(drawn).isEmpty();
        } else {
            assertThat(drawn).hasSizeBetween(min, max);
        }
    }

    private static ProfileDocument removal(
            String section, String fixed, String mode, int min, int max, List<String> never) {
        var config = Json.object();
        var rule = config.putObject(section).put("mode", mode);
        rule.set(fixed, Json.mapper().valueToTree(List.of("Fixed.A", "Fixed.B")));
        rule.set("randomPool", Json.mapper().valueToTree(POOL));
        rule.set("neverRemove", Json.mapper().valueToTree(never));
        rule.putObject("randomCount").put("min", min).put("max", max);
        return ProfileCodec.parse(config);
    }

    private static ProfileDocument custom(String suffix) {
        return ProfileCodec.parse("{\"user\":{\"nameMode\":\"custom\",\"customName\":\"tester\",\"customNameSuffix\":\""
                + suffix + "\"}}");
    }

    private static ProfileDocument nativeProfile(String computerName) {
        var document = Json.parseObject(Answers.NATIVE);
        document.set("computerName", (ObjectNode) Json.parse(computerName));
        return ProfileCodec.parse(document);
    }

    private static Choices choose(ProfileDocument document, int number) {
        return ChoiceMaker.choose(document, Answers.identity(number), Answers.seed(number));
    }

    private static java.util.stream.Stream<Choices> draws(ProfileDocument document, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> choose(document, i));
    }
}
