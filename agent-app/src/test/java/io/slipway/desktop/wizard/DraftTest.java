package io.slipway.desktop.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.demo.DemoOrder;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.compat.Node;
import io.slipway.server.provision.NamePattern;
import io.slipway.server.provision.ProvisionOrder;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DraftTest {
    private static final long SEED = 20261121;

    @Test
    void theDraftOfTheDemonstrationMakesTheSameOrder() {
        var json = DemoOrder.json(2);

        assertThat(Draft.of(json).order()).isEqualTo(ProvisionOrder.parse(json));
    }

    @Test
    void namesInTheWayOfTheManualAndOfOtherToolsAreTheSame() {
        var draft = Draft.EMPTY
                .with(Draft.Key.HOST, "h")
                .with(Draft.Key.TEMPLATE, "t")
                .with(Draft.Key.COUNT, "2");

        assertThat(NamePattern.names(draft.with(Draft.Key.PATTERN, "A{n:02}").order(), true))
                .containsExactly("A01", "A02")
                .isEqualTo(NamePattern.names(
                        draft.with(Draft.Key.PATTERN, "A{n:2}").order(), true));
    }

    @Test
    void aListHasAnAddressOnEveryLineOrOnNone() {
        assertThat(AddressList.parse("Name;IP\r\n\"a\"; 10.0.0.1\r\n\r\nb\t10.0.0.2\r\n"))
                .isEqualTo(new AddressList(java.util.List.of("a", "b"), java.util.List.of("10.0.0.1", "10.0.0.2")));
        assertThat(AddressList.parse("a\nb").addresses()).isEmpty();
        assertThatThrownBy(() -> AddressList.parse("a,10.0.0.1\nb")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> AddressList.parse("a\nb,10.0.0.1")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> AddressList.parse("a,10.0.0.1,x")).hasMessageContaining("line 1");
        assertThatThrownBy(() -> AddressList.parse(" \n")).hasMessageContaining("missing");
    }

    @Test
    void whateverIsPastedIsAListOrARefusal() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        var letters = "ab1.,;\t\n\r\" -é{}";
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(60);
            for (int j = 0; j < length; j++) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                var list = AddressList.parse(text.toString());
                assertThat(list.names()).isNotEmpty();
                assertThat(list.addresses().size()).isIn(0, list.names().size());
            } catch (SlipwayException e) {
                assertThat(e.problem().errors()).hasSize(1);
            }
        }
    }

    @Test
    @Tag("F177")
    void aMachineWithoutAVmCanOnlyBeProvisionedOrDeleted() {
        assertThat(NodeActions.of(node(Optional.empty(), "pending")))
                .isEqualTo(new NodeActions(true, true, false, false, false));
        assertThat(NodeActions.of(node(Optional.empty(), "provisioning")))
                .isEqualTo(new NodeActions(false, false, false, false, false));
        assertThat(NodeActions.of(node(Optional.of("101"), "running")))
                .isEqualTo(new NodeActions(false, false, true, true, true));
    }

    private static Node node(Optional<String> vm, String status) {
        return new Node(
                "n",
                Optional.empty(),
                "app",
                Optional.empty(),
                vm,
                Optional.empty(),
                Optional.empty(),
                status,
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
