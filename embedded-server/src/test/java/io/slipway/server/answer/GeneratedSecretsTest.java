package io.slipway.server.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.profile.BuiltInProfiles;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GeneratedSecretsTest {

    @Test
    void eachBuiltInProfileGetsOneStrongPasswordOfTheWantedLength() {
        var random = new Random(7);
        for (var document : BuiltInProfiles.all()) {
            var made = new HashSet<String>();
            for (int i = 0; i < 200; i++) {
                var secrets = GeneratedSecrets.make(document.profile(), random);

                assertThat(secrets.keySet())
                        .isEqualTo(GeneratedSecrets.needed(document.profile()).keySet())
                        .hasSize(1);
                var text = secrets.values().iterator().next().reveal();
                assertThat(text)
                        .hasSize(20)
                        .matches(".*[a-z].*")
                        .matches(".*[A-Z].*")
                        .matches(".*\\d.*");
                assertThat(text).matches(".*[-_.+=@].*").doesNotContainPattern("[lI1O0\"'&<>$`%]");
                made.add(text);
            }
            assertThat(made).hasSize(200);
        }
    }
}
