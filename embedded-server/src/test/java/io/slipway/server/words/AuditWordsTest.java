package io.slipway.server.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.text.Languages;
import io.slipway.server.text.Text;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AuditWordsTest {
    private final AuditWords words = new AuditWords(Text.of("audit", Languages.ENGLISH));

    @Test
    void aRequestIsSaidByItsMethodAndTheFixedPartsOfItsAddress() {
        assertThat(AuditWords.key("api.POST /api/v1/hosts/{host}/check")).isEqualTo("api.post.hosts.check");
        assertThat(AuditWords.key("api.POST /ui/vms/{vm}/stop"))
                .isEqualTo(AuditWords.key("api.POST /api/v1/vms/{vm}/stop"));
        assertThat(AuditWords.key("guest-token.issue")).isEqualTo("guest-token.issue");
        assertThat(AuditWords.key("api.refused")).isEqualTo("api.refused");
    }

    @Test
    void whatHasNoWordsIsCalledByItsAction() {
        assertThat(words.action("api.POST /api/v1/gone/{gone}/long-ago"))
                .isEqualTo("api.POST /api/v1/gone/{gone}/long-ago");
        assertThat(words.outcome("NOBODY_KNOWS")).isEqualTo("NOBODY_KNOWS");
        assertThat(words.actor("anna")).isEqualTo("anna");
    }

    @Test
    void theWayAndTheEndAreSaid() {
        assertThat(words.way("api.POST /ui/vms/{vm}/stop")).contains("in the browser");
        assertThat(words.way("api.POST /api/v1/vms/{vm}/stop")).contains("by a program");
        assertThat(words.way("desktop.vm.delete")).contains("in the window");
        assertThat(words.way("secret.use")).isEmpty();
        assertThat(words.outcome("HOST_NOT_FOUND")).doesNotContain("_");
        assertThat(AuditWords.shape("HOST_NOT_FOUND")).isEqualTo(StateShape.FAILED);
    }

    @Test
    void everyTopicHasAWordInEveryLanguage() {
        for (Locale language : Languages.ALL) {
            for (var topic : AuditTopic.values()) {
                assertThat(Text.of("audit", language).has("topic." + topic.word()))
                        .isTrue();
            }
        }
    }
}
