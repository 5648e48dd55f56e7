package io.slipway.server.ssh;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import net.schmizz.sshj.SSHClient;
import org.junit.jupiter.api.Test;

class SshConnectTest {
    @Test
    void aLineThatClosesBeforeTheKeyExchangeIsAFailedConnection() throws IOException {
        try (var closed = new SSHClient() {
            @Override
            public void connect(String host, int port) {
                // As sshj's own check does when its reader has closed the line.
                throw new IllegalStateException("Not connected");
            }
        }) {
            assertThatThrownBy(() -> SshConnection.connect(closed, "127.0.0.1", 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("key exchange");
        }
    }
}
