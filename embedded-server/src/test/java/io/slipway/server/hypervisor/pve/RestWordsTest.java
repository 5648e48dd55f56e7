package io.slipway.server.hypervisor.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.GuestAddress;
import io.slipway.server.hypervisor.pve.rest.RestAnswer;
import io.slipway.server.lab.RestTranscript;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The adapter's reading of what a real node answered over REST. */
@Tag("F120")
class RestWordsTest {
    private static final List<RestTranscript> RECORDED = RestTranscript.all();

    private static RestAnswer recorded(int index) {
        var transcript = RECORDED.get(index);
        var parts = transcript.status().split(" ", 2);
        return new RestAnswer(Integer.parseInt(parts[0]), parts[1], transcript.body());
    }

    /** As a version says it that has no message in the body. */
    private static RestAnswer older(int index) {
        var answer = recorded(index);
        var errors = answer.body().isEmpty() ? Json.object() : Json.parse(answer.body());
        var body = Json.object().putNull("data");
        if (errors.has("errors")) {
            body.set("errors", errors.get("errors"));
        }
        return new RestAnswer(answer.status(), answer.reason(), Json.write(body));
    }

    private static ProblemCode code(RestAnswer answer) {
        return HostWords.problem(ProblemCode.INTERNAL_ERROR, "It", RestNode.answer(answer))
                .code();
    }

    @Test
    void errorsOfEveryVersionAreUnderstoodAsThoseOfTheCommandLineAre() {
        for (var answer : List.of(recorded(7), older(7))) {
            assertThat(HostWords.saysAbsent(RestNode.answer(answer))).isTrue();
        }
        for (var answer : List.of(recorded(6), older(6))) {
            assertThat(RestNode.answer(answer).text()).contains("VM 101 already exists");
        }
        for (var answer : List.of(recorded(68), older(68))) {
            assertThat(code(answer)).isEqualTo(ProblemCode.HOST_BUSY);
        }
        assertThat(code(recorded(20))).isEqualTo(ProblemCode.STORAGE_UNSUITABLE);
        assertThat(code(older(21))).isEqualTo(ProblemCode.STORAGE_UNSUITABLE);
        assertThat(code(new RestAnswer(596, "Connection timed out", ""))).isEqualTo(ProblemCode.HOST_BUSY);
        assertThat(code(new RestAnswer(595, "No route to host", ""))).isEqualTo(ProblemCode.HOST_BUSY);
    }

    @Test
    void everyRecordedRefusalForWantOfARightNamesRightAndPlace() {
        var refusals = RECORDED.stream()
                .filter(transcript -> transcript.status().startsWith("403"))
                .toList();

        assertThat(refusals).hasSizeGreaterThan(8).allSatisfy(transcript -> {
            var problem =
                    HostWords.problem(ProblemCode.HOST_ANSWER, "It", RestNode.answer(recorded(transcript.index())));
            assertThat(problem.code()).isEqualTo(ProblemCode.FORBIDDEN);
            assertThat(problem.context()).containsKeys("privilege", "path");
            assertThat(problem.nextStep()).contains(problem.context().get("path"));
        });
    }

    @Test
    void complaintsNameTheParameter() {
        assertThat(RestNode.answer(recorded(9)).complaint())
                .isEqualTo("name: invalid format - value does not look like a valid DNS name");
        assertThat(RestNode.answer(recorded(18)).complaint()).isEqualTo("filename: wrong file extension");
    }

    @Test
    void configurationsInterfacesAndTaskNumbersAreRead() {
        var config = VmConfig.of(Json.parse(recorded(65).body()).path("data"));
        assertThat(config.name()).isEqualTo("bot-01");
        assertThat(config.digest()).hasSize(40);
        assertThat(config.media()).containsEntry("sata0", "local:iso/web-01-seed.iso");
        assertThat(GuestWork.parse(Json.parse(recorded(70).body()).path("data").path("result")))
                .containsExactly(new GuestAddress("BC:24:11:4C:08:81", "192.168.77.149", 24));
        var upid = Upid.parse(Json.parse(recorded(37).body()).path("data").asString())
                .orElseThrow();
        assertThat(upid.type()).isEqualTo("qmclone");
        assertThat(upid.subject()).isEqualTo("9001");
        assertThat(upid.user()).isEqualTo("bot@pve!agent");
        assertThat(upid.startSeconds()).isEqualTo(0x6B004066L);
        assertThat(Upid.parse("UPID:pve1:00002254:00055E8C:6B004066:qmclone:9001:bot@pve!agent:\n"))
                .isEmpty();
    }

    @Test
    void noAnswerOfWhateverKindBreaksTheReader() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(120);
        for (int i = 0; i < 20_000; i++) {
            var source = RECORDED.get(random.nextInt(RECORDED.size())).body().getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(4); n > 0 && source.length > 0; n--) {
                source[random.nextInt(source.length)] = (byte) random.nextInt(256);
            }
            var body = new String(source, 0, random.nextInt(source.length + 1), StandardCharsets.UTF_8);
            var answer = new RestAnswer(400 + random.nextInt(200), body, body);

            assertThatCode(() -> HostWords.problem(ProblemCode.HOST_ANSWER, "It", RestNode.answer(answer)))
                    .doesNotThrowAnyException();
        }
    }
}
