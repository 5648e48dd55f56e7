package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.Json;
import io.slipway.server.draft.Draft;
import io.slipway.server.draft.OrderCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.node.ObjectNode;

class OrderOptionsTest {
    @TempDir
    Path folder;

    @Command
    static final class Holder {
        @Mixin
        OrderOptions order = new OrderOptions();
    }

    @Test
    void theOptionsBecomeTheOrdersDocument() throws IOException {
        var order = parse(
                "--host pve1 --template win11 --profile office --count 3 --name-pattern PC-{n:2} --cores 4 --memory 8GiB"
                        + " --disk 80 --pool 10.0.0.50-10.0.0.99/24 --gateway 10.0.0.1 --dns 10.0.0.2,10.0.0.3 --vlan 7");

        assertThat(order).isEqualTo(Json.parseObject("""
                {"host":"pve1","template":"win11","profile":"office","cores":4,"memory_mib":8192,"disk_gib":80,
                 "vlan":7,"name_pattern":"PC-{n:2}","count":3,
                 "network":{"mode":"static","from":"10.0.0.50","to":"10.0.0.99","prefix":24,"gateway":"10.0.0.1",
                  "dns":["10.0.0.2","10.0.0.3"]}}"""));
    }

    @Test
    void theCommandThatADraftIsCopiedAsMakesTheSameOrder() throws IOException {
        var pool = Draft.EMPTY
                .with(Draft.Key.HOST, "01a201d0-d965-7000-8b5c-2b126be335a1")
                .with(Draft.Key.TEMPLATE, "9000")
                .with(Draft.Key.PROFILE, "windows-11-worker")
                .with(Draft.Key.CORES, "4")
                .with(Draft.Key.MEMORY, "8192")
                .with(Draft.Key.DISK, "80")
                .with(Draft.Key.LINKED, "linked")
                .with(Draft.Key.COUNT, "3")
                .with(Draft.Key.FIRST, "7")
                .with(Draft.Key.MODE, Draft.POOL)
                .with(Draft.Key.FROM, "10.0.0.50")
                .with(Draft.Key.TO, "10.0.0.99")
                .with(Draft.Key.GATEWAY, "10.0.0.1")
                .with(Draft.Key.DNS, "10.0.0.2, 10.0.0.3")
                .with(Draft.Key.BRIDGE, "vmbr1")
                .with(Draft.Key.VLAN, "7");
        var list = pool.with(Draft.Key.MODE, Draft.LIST).with(Draft.Key.LINES, "web-1,10.0.0.50\nweb-2,10.0.0.51");

        for (var draft : List.of(pool, list, pool.with(Draft.Key.MODE, Draft.DHCP))) {
            var command = OrderCommand.of(draft).orElseThrow();
            assertThat(command).startsWith("slipway provision ");
            assertThat(parse(command.substring("slipway provision ".length()).replace("\"", "")))
                    .isEqualTo(draft.document());
        }
        assertThat(OrderCommand.of(pool.with(Draft.Key.BRIDGE, "a$b"))).isEmpty();
    }

    @Test
    void optionsChangePartsOfADocument() throws IOException {
        var file = Files.writeString(
                folder.resolve("order.json"),
                "{\"host\":\"a\",\"template\":\"t\",\"names\":[\"x\",\"y\"],\"cores\":2}");

        var order = parse("--order " + file + " --host b --name-pattern Z-{n} --count 2");

        assertThat(order)
                .isEqualTo(Json.parseObject(
                        "{\"host\":\"b\",\"template\":\"t\",\"cores\":2,\"name_pattern\":\"Z-{n}\",\"count\":2}"));
    }

    @Test
    void addressesShareTheirPrefix() throws IOException {
        var network = parse("--address 10.0.0.5/24,10.0.0.6 --gateway 10.0.0.1").path("network");

        assertThat(network.path("addresses").size()).isEqualTo(2);
        assertThat(network.path("prefix").asInt()).isEqualTo(24);
    }

    @Test
    void guestCommandsStayListsOfArguments() throws IOException {
        var order = parse("--post-command", "[\"cmd\",\"/c\",\"echo a b\"]");

        assertThat(order.path("post_commands").path(0).path(2).asString()).isEqualTo("echo a b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--dhcp --pool 10.0.0.1-10.0.0.2/24",
                "--pool 10.0.0.1-10.0.0.2/24 --address 10.0.0.3",
                "--gateway 10.0.0.1",
                "--pool 10.0.0.1",
                "--address ten",
                "--address 10.0.0.1/24,10.0.0.2/25",
                "--address 10.0.0.1/24 --prefix 23",
                "--memory 1PiB",
                "--disk 1500MiB"
            })
    void contradictionsAreRefusedBeforeAnythingIsSent(String line) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(ParameterException.class);
    }

    @ParameterizedTest
    @CsvSource({"8192, 8192", "8G, 8192", "8gib, 8192", "512MiB, 512", "1TiB, 1048576"})
    void memoryIsReadWithItsUnit(String text, int mebibytes) throws IOException {
        assertThat(parse("--memory " + text).path("memory_mib").asInt()).isEqualTo(mebibytes);
    }

    private static ObjectNode parse(String line) throws IOException {
        return parse(line.split(" "));
    }

    private static ObjectNode parse(String... arguments) throws IOException {
        var holder = new Holder();
        new CommandLine(holder).parseArgs(arguments);
        return holder.order.document();
    }
}
