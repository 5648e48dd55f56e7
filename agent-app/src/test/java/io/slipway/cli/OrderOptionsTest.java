package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
