package io.slipway.server.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.event.Topic;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F161")
class ClientMessageTest {
    private static final List<String> SEEDS = List.of(
            "{\"type\":\"ping\"}",
            "{\"type\":\"subscribe\",\"topic\":\"jobs\"}",
            "{\"type\":\"unsubscribe\",\"topic\":\"jobs:0190-aa\"}");

    @Test
    void messagesAreWhatTheyMustBeAndNothingMore() {
        assertThat(ClientMessage.parse(SEEDS.get(0))).isEqualTo(new ClientMessage.Ping());
        assertThat(ClientMessage.parse(SEEDS.get(1))).isEqualTo(new ClientMessage.Subscribe("jobs"));
        assertThat(ClientMessage.parse(SEEDS.get(2))).isEqualTo(new ClientMessage.Unsubscribe("jobs:0190-aa"));
        for (var wrong : List.of(
                "",
                "[]",
                "null",
                "{}",
                "{\"type\":\"ping\",\"more\":1}",
                "{\"type\":\"subscribe\"}",
                "{\"type\":\"subscribe\",\"topic\":7}",
                "{\"type\":\"subscribe\",\"topic\":\"jobs:\"}",
                "{\"type\":\"subscribe\",\"topic\":\"secrets\"}",
                "{\"type\":\"subscribe\",\"topic\":\"jobs\",\"token\":\"x\"}",
                "{\"type\":\"ping\"}{\"type\":\"ping\"}",
                "[".repeat(5000),
                "x".repeat(ClientMessage.LONGEST + 1))) {
            assertThat(ClientMessage.parse(wrong)).as(wrong).isInstanceOf(ClientMessage.Wrong.class);
        }
    }

    @Test
    void noTextBreaksTheParser() {
        var random = new Random(161);
        int wrong = 0;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
            for (int change = random.nextInt(6); change >= 0 && !text.isEmpty(); change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, (char) random.nextInt(0x10000));
                    case 2 -> text.insert(at, "{}[]\",:\\u0000nultrefas".charAt(random.nextInt(20)));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(9))));
                }
            }
            switch (ClientMessage.parse(text.toString())) {
                case ClientMessage.Wrong why -> wrong++;
                case ClientMessage.Ping ping -> assertThat(text).contains("ping");
                case ClientMessage.Subscribe topic ->
                    assertThat(ClientMessage.interest(Set.of(topic.topic())).equals(ClientMessage.interest(Set.of())))
                            .isFalse();
                case ClientMessage.Unsubscribe topic ->
                    assertThat(text.toString().toLowerCase()).contains("topic");
            }
        }
        assertThat(wrong).isBetween(10_000, 19_999);
    }

    @Test
    void inventoryMeansVmsAndHosts() {
        var interest = ClientMessage.interest(Set.of("inventory", "jobs:j1"));

        assertThat(interest.topics()).containsExactlyInAnyOrder(Topic.VMS, Topic.HOSTS);
        assertThat(interest.objects().get(Topic.JOBS)).containsExactly("j1");
    }
}
