package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.TestAddresses;
import io.caisson.simulator.model.RealTimeline;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A cluster that answers on a loopback address of its own, and clients for it. */
public final class TestCluster implements AutoCloseable {
  /** A busy machine is no failure. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static {
    org.awaitility.Awaitility.setDefaultTimeout(PATIENCE);
  }

  private final RealTimeline timeline = new RealTimeline(Clock.systemUTC());
  private final ApiListeners listeners = new ApiListeners();
  private final KeyPair caKey = ClusterPki.newKey();
  private final X509Certificate ca = authority(caKey, "kubernetes");
  private final ClusterPki pki = new ClusterPki(ca, caKey.getPrivate());
  private final Cluster cluster;
  private final String address;
  private final int port;

  public TestCluster() {
    this(ControllerSettings.usual("10.244.0.0/16"));
  }

  public TestCluster(ControllerSettings settings) {
    this.cluster =
        new Cluster(pki, new KubernetesVersion(1, 34, 4), settings, timeline, new Random(1));
    this.address = TestAddresses.range() + 10;
    KeyPair key = ClusterPki.newKey();
    GeneralNames names = new GeneralNames(new GeneralName(GeneralName.iPAddress, address));
    X509Certificate certificate =
        pki.issue(
            key.getPublic(), request("CN=kube-apiserver", KeyPurposeId.id_kp_serverAuth, names));
    this.port =
        listeners
            .open(cluster, address, 0, new ServingIdentity(certificate, key.getPrivate()))
            .port();
  }

  public Cluster cluster() {
    return cluster;
  }

  /** Forgets its history, as an API server does every few minutes. */
  public void compact() {
    cluster.store().compact();
  }

  public ClusterClient client() {
    return cluster.client("test");
  }

  public String url() {
    return "https://" + address + ":" + port;
  }

  /** The kubeconfig of a user with a certificate. */
  public Path kubeconfig(Path folder, String user, String group) throws IOException {
    KeyPair key = ClusterPki.newKey();
    X509Certificate certificate = clientCertificate(key, user, group);
    String yaml =
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: %s}}]
        users: [{name: u, user: {client-certificate-data: %s, client-key-data: %s}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(
                url(),
                base64(Pem.text(ca)),
                base64(Pem.text(certificate)),
                base64(Pem.text(key.getPrivate())));
    return Files.writeString(folder.resolve("kubeconfig-" + user), yaml);
  }

  /** For a server at this address whose certificate the cluster's authority signed. */
  public SSLContext serverContext(String at) {
    KeyPair key = ClusterPki.newKey();
    GeneralNames names = new GeneralNames(new GeneralName(GeneralName.iPAddress, at));
    return context(
        key, pki.issue(key.getPublic(), request("CN=hook", KeyPurposeId.id_kp_serverAuth, names)));
  }

  /** A caller with a certificate of this cluster. */
  public Client as(String user, String group) {
    KeyPair key = ClusterPki.newKey();
    return new Client(httpClient(key, clientCertificate(key, user, group)), "");
  }

  /** The same for other protocols. */
  public HttpClient httpClientOf(String user, String group) {
    KeyPair key = ClusterPki.newKey();
    return httpClient(key, clientCertificate(key, user, group));
  }

  public Client admin() {
    return as("kubernetes-admin", "system:masters");
  }

  public Client anonymous() {
    return new Client(httpClient(null, null), "");
  }

  public Client withToken(String token) {
    return new Client(httpClient(null, null), token);
  }

  @Override
  public void close() {
    cluster.close();
    listeners.close();
    timeline.close();
  }

  private X509Certificate clientCertificate(KeyPair key, String user, String group) {
    String subject = group.isEmpty() ? "CN=" + user : "O=" + group + ",CN=" + user;
    GeneralNames none = new GeneralNames(new GeneralName[0]);
    return pki.issue(key.getPublic(), request(subject, KeyPurposeId.id_kp_clientAuth, none));
  }

  private ClusterPki.Request request(String subject, KeyPurposeId purpose, GeneralNames names) {
    return new ClusterPki.Request(
        new X500Name(subject), List.of(purpose), names, timeline.now(), Duration.ofDays(1));
  }

  private HttpClient httpClient(
      @org.jspecify.annotations.Nullable KeyPair key,
      @org.jspecify.annotations.Nullable X509Certificate certificate) {
    return HttpClient.newBuilder().sslContext(context(key, certificate)).build();
  }

  private SSLContext context(
      @org.jspecify.annotations.Nullable KeyPair key,
      @org.jspecify.annotations.Nullable X509Certificate certificate) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", ca);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      if (key != null && certificate != null) {
        own.setKeyEntry(
            "me", key.getPrivate(), new char[0], new X509Certificate[] {certificate, ca});
      }
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A self-signed authority. */
  public static X509Certificate authority(KeyPair key, String name) {
    try {
      X500Name subject = new X500Name("CN=" + name);
      Instant now = Instant.now();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject,
              BigInteger.ONE,
              Date.from(now.minusSeconds(300)),
              Date.from(now.plus(Duration.ofDays(2))),
              subject,
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
    } catch (GeneralSecurityException
        | IOException
        | org.bouncycastle.operator.OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Speaks plain HTTP to the API. */
  public final class Client {
    private final HttpClient http;
    private final String token;

    private Client(HttpClient http, String token) {
      this.http = http;
      this.token = token;
    }

    public Answer get(String path) {
      return send("GET", path, "", "application/json");
    }

    public Answer post(String path, String body) {
      return send("POST", path, body, "application/json");
    }

    public Answer send(String method, String path, String body, String contentType) {
      return send(method, path, body, contentType, "application/json");
    }

    public Answer send(String method, String path, String body, String contentType, String accept) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url() + path))
              .header("Accept", accept)
              .timeout(Duration.ofSeconds(20))
              .method(method, HttpRequest.BodyPublishers.ofString(body));
      if (!body.isEmpty()) {
        request.header("Content-Type", contentType);
      }
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      try {
        HttpResponse<String> response =
            http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What came back. */
  public record Answer(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String text() {
      return response.body();
    }

    public JsonNode json() {
      try {
        return Json.parse(response.body());
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new AssertionError(response.body(), e);
      }
    }

    /** Of a watch. */
    public List<JsonNode> events() {
      return response
          .body()
          .lines()
          .map(
              line -> {
                try {
                  return Json.parse(line);
                } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                  throw new AssertionError(line, e);
                }
              })
          .toList();
    }
  }
}
