package io.slipway.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.desktop.shell.Place;
import io.slipway.desktop.watch.RecentVm;
import io.slipway.desktop.watch.Work;
import io.slipway.server.text.Languages;
import io.slipway.server.vault.VaultState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("F180")
class TrayWordsTest {
    private static final RecentVm VM = new RecentVm("vm-7", "PC-07", Optional.of("10.20.0.11"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | 0 | 0 | 0 | 0 | Slipway is ready
            en | 2 | 0 | 1 | 0 | 2 VMs building, 1 needs you
            en | 1 | 1 | 0 | 0 | 1 VM building, 1 VM being deleted
            en | 0 | 0 | 2 | 0 | 2 VMs need you
            en | 0 | 0 | 0 | 1 | 1 warning
            ru | 0 | 0 | 0 | 0 | Slipway готов
            ru | 2 | 0 | 1 | 0 | 2 ВМ создаются, 1 ждёт вас
            ru | 21 | 0 | 0 | 5 | 21 ВМ создаётся, 5 предупреждений
            """)
    void theTooltipIsOneSentence(String language, int building, int deleting, int needsYou, int warnings, String said) {
        var facts = facts(VaultState.UNLOCKED, Work.Intake.OPEN, building, deleting, needsYou, warnings);

        assertThat(words(language).model(facts).tooltip()).isEqualTo(said);
    }

    @Test
    void whatStandsInTheWayIsSaidToo() {
        assertThat(words("en")
                        .model(facts(VaultState.LOCKED, Work.Intake.PAUSED, 2, 0, 0, 0))
                        .tooltip())
                .isEqualTo("2 VMs building, the vault is locked, new jobs are paused");
        assertThat(words("ru")
                        .model(facts(VaultState.LOST, Work.Intake.OPEN, 0, 0, 0, 0))
                        .tooltip())
                .isEqualTo("Ключ хранилища утерян");
    }

    @Test
    void theLongestSentenceStillFitsIntoATooltip() {
        for (var language : List.of(Languages.ENGLISH, Languages.RUSSIAN, Languages.PSEUDO)) {
            var facts = facts(VaultState.LOCKED, Work.Intake.PAUSED, 12_345, 12_345, 12_345, 12_345);

            assertThat(new TrayWords(language).model(facts).tooltip().length())
                    .isLessThanOrEqualTo(TrayModel.LONGEST_TOOLTIP);
        }
    }

    @Test
    void theMenuHasTheLinesOfTheDesign() {
        var menu = words("en")
                .model(facts(VaultState.UNLOCKED, Work.Intake.OPEN, 2, 0, 1, 0))
                .menu();

        assertThat(texts(menu.lines()))
                .containsExactly(
                        "2 VMs building · 1 needs you",
                        "-",
                        "New VM…",
                        "Profiles…",
                        "Open control panel",
                        "Recent VMs > Show PC-07 | Connect to PC-07 | Copy 10.20.0.11, the address of PC-07",
                        "Pause new jobs",
                        "-",
                        "Help and diagnostics > Logs | Diagnostic bundle… | Status of hosts | About Slipway",
                        "Quit");
    }

    @Test
    void aPausedIntakeOffersToResumeAndAPairedInstallationToPairAgain() {
        var facts = new TrayFacts(
                Work.Server.RUNNING,
                VaultState.UNLOCKED,
                Work.Intake.PAUSED,
                0,
                0,
                0,
                0,
                new Place.Overview(),
                List.of(),
                true);

        var texts = texts(words("en").model(facts).menu().lines());

        assertThat(texts).contains("Resume new jobs").doesNotContain("Pause new jobs");
        assertThat(texts).anyMatch(text -> text.contains("Pair again…"));
    }

    @Test
    void withoutAServerOnlyWhatWorksWithoutItCanBeChosen() {
        var menu = words("en")
                .model(TrayFacts.of(Work.none(Work.Server.STOPPED), false))
                .menu();

        var enabled = menu.lines().stream()
                .filter(line -> line instanceof TrayMenu.Item item && item.enabled())
                .map(line -> ((TrayMenu.Item) line).action())
                .toList();
        assertThat(enabled).containsExactly(new TrayAction.Open(new Place.Overview()), TrayAction.Plain.QUIT);
    }

    @Test
    void everyMenuInEveryLanguageKeepsTheRules() {
        for (var language : List.of(Languages.ENGLISH, Languages.RUSSIAN, Languages.PSEUDO)) {
            for (var intake : Work.Intake.values()) {
                var facts = new TrayFacts(
                        Work.Server.RUNNING,
                        VaultState.UNLOCKED,
                        intake,
                        1,
                        1,
                        1,
                        1,
                        new Place.Overview(),
                        Collections.nCopies(3, VM),
                        true);

                var menu = new TrayWords(language).model(facts).menu();

                assertThat(menu.lines().stream().filter(line -> !(line instanceof TrayMenu.Separator)))
                        .hasSizeLessThanOrEqualTo(TrayMenu.LONGEST);
                assertThat(menu.lines().stream().skip(2).filter(line -> label(line)
                                .map(TrayMenu.Label::mnemonic)
                                .filter(java.util.OptionalInt::isEmpty)
                                .isPresent()))
                        .as("lines of ours without a mnemonic in %s", language)
                        .isEmpty();
            }
        }
    }

    @Test
    void aMenuThatBreaksTheRulesCannotBeMade() {
        var line = new TrayMenu.Item(TrayMenu.Label.marked("&Quit"), TrayAction.Plain.QUIT);
        var other = new TrayMenu.Item(TrayMenu.Label.marked("&query"), TrayAction.Plain.ABOUT);
        var plain = new TrayMenu.Item(TrayMenu.Label.plain("A VM"), TrayAction.Plain.ABOUT);

        assertThatThrownBy(() -> new TrayMenu(Collections.nCopies(10, plain)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrayMenu(List.of(line, other))).hasMessageContaining("mnemonic");
        assertThatThrownBy(() -> new TrayMenu(List.of(line, new TrayMenu.Separator())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrayMenu.SubMenu(TrayMenu.Label.plain("More"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSignBeforeTheMnemonicIsNotShown() {
        assertThat(TrayMenu.Label.marked("Diagnostic &bundle").text()).isEqualTo("Diagnostic bundle");
        assertThat(TrayMenu.Label.marked("Diagnostic &bundle").mnemonic()).hasValue(11);
        assertThat(TrayMenu.Label.marked("Salt && pepper &")).isEqualTo(TrayMenu.Label.plain("Salt & pepper &"));
    }

    private static List<String> texts(List<? extends TrayMenu.Line> lines) {
        var texts = new ArrayList<String>();
        for (var line : lines) {
            texts.add(
                    switch (line) {
                        case TrayMenu.Separator separator -> "-";
                        case TrayMenu.Item item -> item.label().text();
                        case TrayMenu.SubMenu menu ->
                            menu.label().text() + " > " + String.join(" | ", texts(menu.lines()));
                    });
        }
        return texts;
    }

    private static Optional<TrayMenu.Label> label(TrayMenu.Line line) {
        return switch (line) {
            case TrayMenu.Separator separator -> Optional.empty();
            case TrayMenu.Item item -> Optional.of(item.label());
            case TrayMenu.SubMenu menu -> Optional.of(menu.label());
        };
    }

    private static TrayFacts facts(
            VaultState vault, Work.Intake intake, int building, int deleting, int needsYou, int warnings) {
        return new TrayFacts(
                Work.Server.RUNNING,
                vault,
                intake,
                building,
                deleting,
                needsYou,
                warnings,
                new Place.Overview(),
                List.of(VM),
                false);
    }

    private static TrayWords words(String language) {
        return new TrayWords(Locale.forLanguageTag(language));
    }
}
