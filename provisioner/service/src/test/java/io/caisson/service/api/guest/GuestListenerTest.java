package io.caisson.service.api.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caisson.service.bootstrap.guest.BundleAccess;
import io.caisson.service.bootstrap.guest.BundleAccess.Verdict.Reason;
import io.caisson.service.bootstrap.guest.MachineSecret;
import io.caisson.service.bootstrap.guest.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GuestListenerTest {
  private static final String BUNDLE = "/guest/v1/bundle";
  private static final String PINGS = "/guest/v1/pings?stage=";
  private static final byte[] TAR = "a bundle".getBytes(UTF_8);

  private final MachineSecret secret = MachineSecret.generate(new SecureRandom());
  private final String bearer = RecordingDesk.MACHINE + "." + secret.text();
  private final RecordingDesk desk = new RecordingDesk(secret);
  private final TestListener listener = new TestListener(desk);

  @AfterEach
  void close() {
    listener.close();
  }

  @Test
  void aGuestThatComesTooEarlyIsToldWhenToComeAgain() throws Exception {
    HttpResponse<byte[]> answer = listener.get(BUNDLE, bearer);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  void everyAnswerSaysWhatTimeItIsHere() throws Exception {
    assertThat(listener.get(BUNDLE, bearer).headers().firstValue("Date"))
        .contains("Sun, 01 Mar 2026 12:00:00 GMT");
  }

  @Test
  void theBundleIsGivenUntilItIsAcknowledged() throws Exception {
    desk.mint(TAR);
    for (int i = 0; i < 3; i++) {
      HttpResponse<byte[]> answer = listener.get(BUNDLE, bearer);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-tar");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(answer.body()).isEqualTo(TAR);
    }
    assertThat(listener.post(PINGS + "bundle-received", bearer, "x").statusCode()).isEqualTo(204);
    assertThat(desk.alarms()).isEmpty();
    assertThat(listener.get(BUNDLE, bearer).statusCode()).isEqualTo(410);
    assertThat(desk.alarms()).containsExactly(Reason.AFTER_ACKNOWLEDGEMENT);
  }

  @Test
  void aThiefWhoComesElevenMinutesLaterGetsNothingAndIsNoticed() throws Exception {
    desk.mint(TAR);
    listener.get(BUNDLE, bearer);
    desk.setClock(desk.clock().plus(BundleAccess.WINDOW).plus(Duration.ofMinutes(1)));
    HttpResponse<byte[]> answer = listener.get(BUNDLE, bearer);
    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(desk.alarms()).containsExactly(Reason.AFTER_WINDOW);
  }

  @Test
  void anUnknownMachineAndAWrongSecretLookTheSame() throws Exception {
    desk.mint(TAR);
    HttpResponse<byte[]> unknown = listener.get(BUNDLE, "machine-2." + secret.text());
    HttpResponse<byte[]> wrong = listener.get(BUNDLE, RecordingDesk.MACHINE + "." + "B".repeat(43));
    HttpResponse<byte[]> malformed = listener.get(BUNDLE, "no dot; or 1=1");
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).isEqualTo(unknown.body()).isEqualTo(malformed.body());
    assertThat(fields(wrong)).isEqualTo(fields(unknown)).isEqualTo(fields(malformed));
    assertThat(desk.alarms()).isEmpty();
  }

  @Test
  void aSpentBundleIsNoOracleForThoseWithoutTheSecret() throws Exception {
    desk.mint(TAR);
    listener.post(PINGS + "bundle-received", bearer, "x");
    assertThat(listener.get(BUNDLE, RecordingDesk.MACHINE + ".x").statusCode()).isEqualTo(401);
    assertThat(desk.alarms()).isEmpty();
  }

  @Test
  void noAuthorizationIsAWrongOne() throws Exception {
    try (HttpClient client = trustingClient()) {
      HttpRequest request = HttpRequest.newBuilder(listener.url().resolve(BUNDLE)).build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void pingsReachTheDeskWithTheirText() throws Exception {
    assertThat(
            listener.post(PINGS + "booted", bearer, "hello\n\ttabs\u001b[31m\u0000").statusCode())
        .isEqualTo(204);
    assertThat(listener.post(PINGS + "failed", bearer, "").statusCode()).isEqualTo(204);
    assertThat(desk.pings())
        .containsExactly(
            new RecordingDesk.Ping(Stage.BOOTED, "hello\n\ttabs\uFFFD[31m\uFFFD"),
            new RecordingDesk.Ping(Stage.FAILED, ""));
  }

  @Test
  void aPingWithAWrongSecretIsNotTaken() throws Exception {
    assertThat(listener.post(PINGS + "booted", RecordingDesk.MACHINE + ".x", "x").statusCode())
        .isEqualTo(401);
    assertThat(desk.pings()).isEmpty();
  }

  @Test
  void aLogThatWasCutWithinACharacterIsTaken() throws Exception {
    byte[] cut = {(byte) 0x98, (byte) 0x80, 'x'};
    HttpRequest request =
        HttpRequest.newBuilder(listener.url().resolve(PINGS + "failed"))
            .header("Authorization", "Bearer " + bearer)
            .POST(HttpRequest.BodyPublishers.ofByteArray(cut))
            .build();
    try (HttpClient client = trustingClient()) {
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
    }
    assertThat(desk.pings().getFirst().text()).endsWith("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "done", "BOOTED", "booted&stage=failed", "boot%65d", "failed/"})
  void aStageThatIsNoneIsRefused(String stage) throws Exception {
    assertThat(listener.post(PINGS + stage, bearer, "x").statusCode()).isEqualTo(400);
    assertThat(desk.pings()).isEmpty();
  }

  @Test
  void textOfTheWholeLimitIsTakenAndOneByteMoreIsNot() throws Exception {
    assertThat(listener.post(PINGS + "failed", bearer, "x".repeat(4096)).statusCode())
        .isEqualTo(204);
    assertThat(listener.post(PINGS + "failed", bearer, "x".repeat(4097)).statusCode())
        .isEqualTo(413);
    assertThat(desk.pings()).hasSize(1);
  }

  @Test
  void aBodyOfFiftyMegabytesIsCutOff() {
    assertThatThrownBy(
            () -> {
              HttpResponse<byte[]> answer =
                  listener.post(PINGS + "failed", bearer, "x".repeat(50_000_000));
              throw new IOException("HTTP " + answer.statusCode());
            })
        .isInstanceOf(IOException.class);
    assertThat(desk.pings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD", "OPTIONS", "GETX"})
  void theBundleIsOnlyForGet(String method) throws Exception {
    HttpResponse<byte[]> answer = listener.send(method, BUNDLE, bearer, "");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET");
  }

  @Test
  void pingsAreOnlyForPost() throws Exception {
    assertThat(listener.get(PINGS + "booted", bearer).statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/guest/v1/bundle/", "/guest/v1/../v1/bundle", "/metrics", "/%00"})
  void thereAreNoOtherRoutes(String path) throws Exception {
    assertThat(listener.get(path, bearer).statusCode()).isEqualTo(404);
  }

  @Test
  void aDeskInTroubleMakesGuestsComeAgain() throws Exception {
    GuestDesk broken =
        new GuestDesk() {
          @Override
          public GuestAnswer bundle(String machine, String presented) {
            throw new UncheckedIOException(new IOException("the store is away"));
          }

          @Override
          public GuestAnswer ping(String machine, String presented, Stage stage, String text) {
            throw new UncheckedIOException(new IOException("the store is away"));
          }
        };
    try (TestListener other = new TestListener(broken)) {
      HttpResponse<byte[]> answer = other.get(BUNDLE, bearer);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("5");
      assertThat(new String(answer.body(), UTF_8)).doesNotContain("store");
    }
  }

  @Test
  void whoTrustsAnotherAuthorityDoesNotTalkToUs() {
    var other = TestListener.trusting(TestListener.MINT.authority("somebody else"));
    try (HttpClient client = HttpClient.newBuilder().sslContext(other).build()) {
      HttpRequest request = HttpRequest.newBuilder(listener.url().resolve(BUNDLE)).build();
      assertThatThrownBy(() -> client.send(request, BodyHandlers.discarding()))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void whoCallsUsByAnotherNameDoesNotTalkToUs() throws Exception {
    URI url = URI.create("https://127.0.0.2:" + listener.port() + BUNDLE);
    try (TestListener any =
            new TestListener(desk, GuestListenerSettings.at(new InetSocketAddress("0.0.0.0", 0)));
        HttpClient client =
            HttpClient.newBuilder().sslContext(TestListener.trusting(any.authority())).build()) {
      URI byOtherName =
          new URI(url.getScheme(), null, url.getHost(), any.port(), BUNDLE, null, null);
      HttpRequest request = HttpRequest.newBuilder(byOtherName).build();
      assertThatThrownBy(() -> client.send(request, BodyHandlers.discarding()))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void plainHttpIsNotAnswered() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", listener.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).doesNotContain("HTTP");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /guest/v1/bundle",
        "\u0000\u0001\u0002\r\n\r\n",
        "GET  HTTP/9.9\r\n\r\n",
        "GET /guest/v1/bundle HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        "POST /guest/v1/pings?stage=booted HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"
      })
  void whatIsNoRequestReachesNobody(String text) throws Exception {
    try (TestListener hasty = new TestListener(desk, settings(10, Duration.ofSeconds(1)))) {
      assertThat(exchange(hasty, text)).doesNotContain(" 200 ", " 204 ");
    }
    assertThat(desk.pings()).isEmpty();
  }

  @Test
  void endlessHeadersAreCutOff() throws Exception {
    String answer =
        exchange(listener, "GET /guest/v1/bundle HTTP/1.1\r\nX: " + "x".repeat(5_000) + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400 ");
    assertThat(exchange(listener, "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void oneConnectionIsOneRequest() throws Exception {
    String ping =
        "POST /guest/v1/pings?stage=booted HTTP/1.1\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\n\r\n"
            .formatted(bearer);
    String answer = exchange(listener, ping + ping + ping);
    assertThat(answer).containsOnlyOnce("HTTP/1.1 204");
    assertThat(desk.pings()).hasSize(1);
  }

  @Test
  void whoSaysNothingIsSentAway() throws Exception {
    try (TestListener hasty = new TestListener(desk, settings(10, Duration.ofMillis(300)));
        Socket silent = new Socket("127.0.0.1", hasty.port())) {
      assertThat(silent.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void whoDribblesHeadersIsSentAway() throws Exception {
    try (TestListener hasty = new TestListener(desk, settings(10, Duration.ofMillis(500)));
        Socket slow = connected(hasty)) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  slow.getOutputStream().write("X: y\r\n".getBytes(UTF_8));
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void moreConnectionsThanThereIsRoomForAreClosedAndTheRoomComesBack() throws Exception {
    try (TestListener small = new TestListener(desk, settings(1, Duration.ofSeconds(30)))) {
      try (SSLSocket first = connected(small)) {
        first.startHandshake(); // only then is it certain who came first
        try (Socket second = new Socket("127.0.0.1", small.port())) {
          assertThat(second.getInputStream().read()).isEqualTo(-1);
        }
      }
      await().ignoreExceptions().until(() -> small.get(BUNDLE, bearer).statusCode() == 503);
    }
  }

  @Test
  void aSlowDeskKeepsNobodyElseWaiting() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    GuestDesk slowForOne =
        new GuestDesk() {
          @Override
          public GuestAnswer bundle(String machine, String presented) {
            if (machine.equals("slow")) {
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
            return new GuestAnswer.Spent();
          }

          @Override
          public GuestAnswer ping(String machine, String presented, Stage stage, String text) {
            return new GuestAnswer.Taken();
          }
        };
    try (TestListener other = new TestListener(slowForOne)) {
      Thread waiting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      other.get(BUNDLE, "slow.x");
                    } catch (IOException | InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      for (int i = 0; i < 20; i++) {
        assertThat(other.get(BUNDLE, "quick.x").statusCode()).isEqualTo(410);
      }
      assertThat(waiting.isAlive()).isTrue();
      release.countDown();
      waiting.join();
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    InetSocketAddress taken = new InetSocketAddress("127.0.0.1", listener.port());
    assertThatThrownBy(() -> new TestListener(desk, GuestListenerSettings.at(taken)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(":" + listener.port());
  }

  private static GuestListenerSettings settings(int mostConnections, Duration toReceive) {
    return new GuestListenerSettings(
        new InetSocketAddress("127.0.0.1", 0), mostConnections, toReceive, Duration.ofSeconds(30));
  }

  private HttpClient trustingClient() {
    return HttpClient.newBuilder().sslContext(TestListener.trusting(listener.authority())).build();
  }

  private static SSLSocket connected(TestListener listener) throws IOException {
    return (SSLSocket)
        TestListener.trusting(listener.authority())
            .getSocketFactory()
            .createSocket("127.0.0.1", listener.port());
  }

  /** Sends bytes as they are over TLS, and reads until the other side ends it. */
  private static String exchange(TestListener listener, String text) throws IOException {
    StringBuilder answer = new StringBuilder();
    try (Socket socket = connected(listener)) {
      socket.getOutputStream().write(text.getBytes(UTF_8));
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        answer.append((char) next);
      }
    } catch (SocketException e) {
      // cut off in the middle: what came until then counts
    }
    return answer.toString();
  }

  private static Map<String, List<String>> fields(HttpResponse<?> answer) {
    return answer.headers().map();
  }
}
