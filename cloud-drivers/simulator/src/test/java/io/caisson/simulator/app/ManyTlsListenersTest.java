package io.caisson.simulator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What the choice of the simulator's server library rests on; alone, for it counts the heap. */
@Isolated
class ManyTlsListenersTest {
  /** {@code -Dcaisson.listeners=1000} repeats the figure of the decision. */
  private static final int COUNT = Integer.getInteger("caisson.listeners", 100);

  @Test
  void oneJvmServesManyAddressesWithAnOpenConnectionToEach() throws Exception {
    int second = ThreadLocalRandom.current().nextInt(140, 250);
    long before = usedMebibytes();
    Vertx vertx = Vertx.vertx();
    List<SSLSocket> clients = new ArrayList<>();
    try {
      List<HttpServer> servers = listen(vertx, second);
      SSLContext trusting = trusting();
      for (int i = 0; i < COUNT; i++) {
        clients.add(connect(trusting, address(second, i)));
      }
      for (int i = 0; i < COUNT; i++) {
        assertThat(ask(clients.get(i))).isEqualTo("cluster " + i);
      }
      long after = usedMebibytes();
      System.out.printf(
          "%d TLS listeners, %d open connections: %d MiB of heap, %d threads%n",
          servers.size(), clients.size(), after - before, Thread.activeCount());
      assertThat(after - before).isLessThan(512);
    } finally {
      for (SSLSocket client : clients) {
        client.close();
      }
      await(vertx.close());
    }
  }

  private static List<HttpServer> listen(Vertx vertx, int second) throws Exception {
    List<HttpServer> servers = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      int number = i;
      HttpServer server =
          vertx
              .createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(identity()))
              .requestHandler(http -> http.response().end("cluster " + number + "\n"));
      servers.add(await(server.listen(6443, address(second, i))));
    }
    return servers;
  }

  private static String address(int second, int number) {
    return "127.%d.%d.%d".formatted(second, 1 + number / 250, 1 + number % 250);
  }

  private static SSLSocket connect(SSLContext context, String address) throws IOException {
    SSLSocket client =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getByName(address), 6443);
    client.startHandshake();
    return client;
  }

  private static String ask(SSLSocket client) throws IOException {
    client
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))
        .lines()
        .filter(line -> line.startsWith("cluster"))
        .findFirst()
        .orElse("nothing");
  }

  /** Each listener has its own key, as each cluster has. */
  private static PemKeyCertOptions identity()
      throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    X500Name name = new X500Name("CN=test");
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    X509CertificateHolder certificate =
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now),
                Date.from(now.plusSeconds(1_000_000_000)),
                name,
                pair.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(pem(certificate)))
        .setKeyValue(
            Buffer.buffer(pem(PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded()))));
  }

  private static String pem(Object thing) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          thing instanceof PrivateKeyInfo key
              ? new PemObject("PRIVATE KEY", key.getEncoded())
              : thing);
    }
    return text.toString();
  }

  private static SSLContext trusting() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
    return context;
  }

  private static long usedMebibytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
