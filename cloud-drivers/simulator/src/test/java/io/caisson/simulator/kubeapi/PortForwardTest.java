package io.caisson.simulator.kubeapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ports of pods, forwarded over the channels of a WebSocket. */
class PortForwardTest {
  private final TestCluster cluster = new TestCluster();
  private final ServerSocket echo = listen();

  @BeforeEach
  void aPodThatEchoes() {
    cluster.client().create(Samples.node("n1"));
    cluster.client().create(Samples.pod("default", "p", "n1"));
    Thread.ofVirtual().start(this::serve);
    cluster
        .cluster()
        .listenInPods(
            (pod, port) ->
                port == 7
                    ? Optional.of(new InetSocketAddress("127.0.0.1", echo.getLocalPort()))
                    : Optional.empty());
  }

  @AfterEach
  void close() throws IOException {
    echo.close();
    cluster.close();
  }

  @Test
  void bytesGoThereAndBack() throws Exception {
    Messages messages = new Messages();
    WebSocket socket = connect("7", messages);
    assertThat(messages.next()).isEqualTo(new byte[] {0, 7, 0});
    assertThat(messages.next()).isEqualTo(new byte[] {1, 7, 0});
    socket.sendBinary(ByteBuffer.wrap("\0hello".getBytes(StandardCharsets.UTF_8)), true).join();
    assertThat(new String(messages.next(), StandardCharsets.UTF_8)).isEqualTo("\0hello");
    socket.abort();
  }

  @Test
  void aPortWhereNothingListensIsRefusedByTheErrorChannel() throws Exception {
    Messages messages = new Messages();
    connect("9", messages);
    messages.next();
    messages.next();
    byte[] error = messages.next();
    assertThat(error[0]).isEqualTo((byte) 1);
    assertThat(new String(error, StandardCharsets.UTF_8))
        .contains("error forwarding port 9 to pod p", "connection refused");
  }

  private WebSocket connect(String port, Messages messages) {
    URI uri =
        URI.create(
            cluster.url().replace("https", "wss")
                + "/api/v1/namespaces/default/pods/p/portforward?ports="
                + port);
    return cluster
        .httpClientOf("kubernetes-admin", "system:masters")
        .newWebSocketBuilder()
        .subprotocols(PortForward.CHANNELS)
        .buildAsync(uri, messages)
        .join();
  }

  private void serve() {
    try (Socket socket = echo.accept()) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException closed) {
      assertThat(echo.isClosed()).isTrue();
    }
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What came, message by message. */
  private static final class Messages implements WebSocket.Listener {
    private final BlockingQueue<byte[]> all = new LinkedBlockingQueue<>();

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      all.add(bytes);
      return WebSocket.Listener.super.onBinary(socket, data, last);
    }

    byte[] next() throws InterruptedException {
      byte[] bytes = all.poll(10, TimeUnit.SECONDS);
      assertThat(bytes).as("a message").isNotNull();
      return bytes == null ? new byte[0] : bytes;
    }
  }
}
