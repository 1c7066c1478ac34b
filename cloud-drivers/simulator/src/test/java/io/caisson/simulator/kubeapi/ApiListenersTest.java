package io.caisson.simulator.kubeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.simulator.TestAddresses;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Who has an address after another one, as machines have that boot again or share one. */
class ApiListenersTest {
  private static final int PORT = 6443;
  private final String address = TestAddresses.range() + 10;

  @Test
  void anAddressThatWasJustGivenUpIsServedByTheNextOne() throws IOException {
    try (ApiListeners listeners = new ApiListeners()) {
      for (int i = 0; i < 100; i++) {
        ApiListeners.Listener run = open(listeners, "run " + i);
        assertThat(ask()).isEqualTo("run " + i);
        run.close();
      }
    }
  }

  @Test
  void anAddressLeadsToTheLastThatGotItAndNoConnectionStaysWithTheFormer() throws IOException {
    try (ApiListeners listeners = new ApiListeners();
        Socket former = connected(open(listeners, "former"))) {
      ApiListeners.Listener latter = open(listeners, "latter");
      assertThat(ends(former)).isTrue();
      assertThat(ask()).isEqualTo("latter");
      latter.close();
    }
  }

  /** One that the server had not accepted yet is reset. */
  private static boolean ends(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private Socket connected(ApiListeners.Listener listener) throws IOException {
    Socket socket = new Socket(address, listener.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private ApiListeners.Listener open(ApiListeners listeners, String name) {
    return listeners.listen(
        new HttpServerOptions().setHost(address).setPort(PORT),
        request -> request.response().putHeader("Connection", "close").end(name));
  }

  private String ask() throws IOException {
    URI uri = URI.create("http://%s:%d/".formatted(address, PORT));
    try (InputStream answer = uri.toURL().openStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
