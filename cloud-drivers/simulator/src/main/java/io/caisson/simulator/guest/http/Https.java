package io.caisson.simulator.guest.http;

import io.caisson.simulator.kubeapi.KeyManagers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A client that trusts exactly the authorities that it was given. The connection of the JDK is
 * used, since it costs no thread and no pool: a data centre has thousands of such clients. One that
 * has answered is kept for a few seconds, as kubeadm and the kubelet keep theirs; who says {@code
 * Connection: close} gives it back.
 */
public final class Https {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration READ = Duration.ofSeconds(60);

  /** The same object for all calls: the JDK finds kept connections by it. */
  private final SSLSocketFactory sockets;

  private final boolean anyName;

  private Https(SSLContext context, boolean anyName) {
    this.sockets = context.getSocketFactory();
    this.anyName = anyName;
  }

  /** Server certificates must be signed by one of them and carry the right name. */
  public static Https trusting(List<X509Certificate> authorities) {
    return new Https(context(new KeyManager[0], trust(authorities)), false);
  }

  /** For the first look at a cluster whose authority is checked by other means. */
  public static Https trustingAnybody() {
    return new Https(context(new KeyManager[0], new TrustManager[] {new Anybody()}), true);
  }

  /** One that shows a certificate of its own. */
  public static Https trusting(
      List<X509Certificate> authorities, X509Certificate certificate, PrivateKey key) {
    return new Https(context(keys(certificate, key), trust(authorities)), false);
  }

  /** Blocks until the whole answer is there. */
  public Answer send(Request request) throws NoAnswer {
    try {
      HttpsURLConnection connection = open(request);
      int status = connection.getResponseCode();
      try (InputStream in =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        byte[] body = in == null ? new byte[0] : in.readAllBytes();
        return new Answer(status, body, retryAfter(connection));
      }
    } catch (IOException e) {
      throw new NoAnswer(explain(request, e), e);
    }
  }

  /**
   * Reads an answer line by line until one of them is what is waited for; empty if the answer ends
   * before, or is not a success.
   */
  <T> Optional<T> await(Request request, Function<String, Optional<T>> wanted) throws NoAnswer {
    try {
      HttpsURLConnection connection = open(request);
      if (connection.getResponseCode() >= 400) {
        return Optional.empty();
      }
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Optional<T> found = wanted.apply(line);
          if (found.isPresent()) {
            return found;
          }
        }
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new NoAnswer(explain(request, e), e);
    }
  }

  private HttpsURLConnection open(Request request) throws IOException {
    HttpsURLConnection connection = (HttpsURLConnection) request.uri().toURL().openConnection();
    connection.setSSLSocketFactory(sockets);
    if (anyName) {
      connection.setHostnameVerifier((host, session) -> true);
    }
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) READ.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setRequestMethod(request.method());
    request.headers().forEach(connection::setRequestProperty);
    if (request.body().length > 0 || request.method().equals("POST")) {
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(request.body().length);
      connection.getOutputStream().write(request.body());
    }
    return connection;
  }

  private static Optional<Duration> retryAfter(HttpURLConnection connection) {
    String seconds = connection.getHeaderField("Retry-After");
    return seconds != null && seconds.matches("\\d{1,4}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
        : Optional.empty();
  }

  private static String explain(Request request, IOException e) {
    String address = request.uri().getAuthority();
    String why =
        switch (e) {
          case ConnectException refused ->
              "dial tcp %s: connect: connection refused".formatted(address);
          case SocketTimeoutException slow -> "dial tcp %s: i/o timeout".formatted(address);
          case UnknownHostException unknown ->
              "dial tcp: lookup %s: no such host".formatted(request.uri().getHost());
          case SSLException bad ->
              "tls: failed to verify certificate: x509: certificate signed by unknown authority or"
                  + " not valid for "
                  + request.uri().getHost();
          default -> String.valueOf(e.getMessage());
        };
    String verb =
        request.method().charAt(0)
            + request.method().substring(1).toLowerCase(java.util.Locale.ROOT);
    return "%s \"%s\": %s".formatted(verb, request.uri(), why);
  }

  private static SSLContext context(KeyManager[] keys, TrustManager[] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  private static TrustManager[] trust(List<X509Certificate> authorities) {
    try {
      KeyStore store = emptyStore();
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificates that were read can be trusted", e);
    }
  }

  private static KeyManager[] keys(X509Certificate certificate, PrivateKey key) {
    return new KeyManager[] {KeyManagers.of(certificate, key)};
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** One call. */
  public record Request(String method, URI uri, Map<String, String> headers, byte[] body) {
    public Request {
      headers = Map.copyOf(headers);
    }

    public static Request get(URI uri, Map<String, String> headers) {
      return new Request("GET", uri, headers, new byte[0]);
    }

    /** Headers may hold secrets. */
    @Override
    public String toString() {
      return method + " " + uri;
    }
  }
}
