package io.slipway.desktop.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.demo.DemoOrder;
import io.slipway.server.compat.Node;
import io.slipway.server.draft.Draft;
import io.slipway.server.provision.NamePattern;
import io.slipway.server.provision.ProvisionOrder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DraftTest {
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
