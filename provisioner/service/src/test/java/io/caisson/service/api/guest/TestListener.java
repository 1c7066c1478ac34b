package io.caisson.service.api.guest;

import io.caisson.service.bootstrap.Samples;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.CertificateMint;
import io.caisson.service.bootstrap.pki.Pem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A listener on a free port of 127.0.0.1 with an authority of its own, and a client that trusts it.
 */
final class TestListener implements AutoCloseable {
  static final CertificateMint MINT = new CertificateMint(Clock.systemUTC(), new SecureRandom());

  private final CertificateAuthority authority = MINT.authority("guests of a test");
  private final GuestListener listener;
  private final HttpClient client;

  TestListener(GuestDesk desk) {
    this(desk, GuestListenerSettings.at(new InetSocketAddress("127.0.0.1", 0)));
  }

  /** One for which time stands still. */
  TestListener(GuestDesk desk, GuestListenerSettings settings) {
    this(desk, settings, Clock.fixed(Samples.NOW, ZoneOffset.UTC));
  }

  TestListener(GuestDesk desk, GuestListenerSettings settings, Clock clock) {
    listener =
        GuestListener.start(settings, MINT.server(authority, List.of("127.0.0.1")), desk, clock);
    client = HttpClient.newBuilder().sslContext(trusting(authority)).build();
  }

  CertificateAuthority authority() {
    return authority;
  }

  int port() {
    return listener.port();
  }

  URI url() {
    return URI.create("https://127.0.0.1:" + listener.port());
  }

  HttpResponse<byte[]> get(String path, String bearer) throws IOException, InterruptedException {
    return send("GET", path, bearer, "");
  }

  HttpResponse<byte[]> post(String path, String bearer, String body)
      throws IOException, InterruptedException {
    return send("POST", path, bearer, body);
  }

  HttpResponse<byte[]> send(String method, String path, String bearer, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve(path))
            .header("Authorization", "Bearer " + bearer)
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofByteArray());
  }

  static SSLContext trusting(CertificateAuthority authority) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("ca", Pem.certificate(authority.certificate()));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    listener.close();
  }
}
