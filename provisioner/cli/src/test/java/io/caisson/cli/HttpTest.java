package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpTest {
  private static final String BEGINNING = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}";

  @Test
  void anAnswerWhoseSenderGoesSilentInTheMiddleIsGivenUp() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> begin(server));
      URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort());
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofMillis(200)).build();
      assertThatThrownBy(() -> Http.whole(client, request, Duration.ofMillis(200)))
          .isInstanceOf(IOException.class);
    }
  }

  /** Two bytes of a hundred, and then nothing until the other side is tired of it. */
  private static void begin(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write(BEGINNING.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    } catch (IOException closed) {
      throw new IllegalStateException(closed);
    }
  }
}
