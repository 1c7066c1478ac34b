package io.caisson.simulator.guest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.Pem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** The service's side of the guest protocol, as small as a test needs it. */
final class BundleService implements AutoCloseable {
  private final ClusterPki authority = ClusterPki.selfSigned("guests", Instant.now());
  private final HttpsServer server;
  private final Map<String, Map<String, String>> bundles = new ConcurrentHashMap<>();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final List<Ping> pings = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();

  BundleService() {
    try {
      server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/guest/v1/bundle", this::bundle);
    server.createContext("/guest/v1/pings", this::ping);
    server.start();
  }

  /** User-data for a machine whose id is its name. */
  String userData(String machine) {
    return """
    #cloud-config
    hostname: %s
    preserve_hostname: false
    write_files:
    - path: /etc/caisson/bootstrap.conf
      permissions: '0600'
      content: |
        CAISSON_URL=https://127.0.0.1:%d
        CAISSON_MACHINE=%s
        CAISSON_SECRET=secret-of-%s
    - path: /etc/caisson/ca.pem
      permissions: '0644'
      content: |
    %s
    - path: /usr/local/sbin/caisson-bootstrap
      permissions: '0755'
      content: |
        #!/bin/sh
    runcmd:
    - [/usr/local/sbin/caisson-bootstrap]
    """
        .formatted(
            machine,
            server.getAddress().getPort(),
            machine,
            machine,
            Pem.text(authority.certificate()).indent(8));
  }

  void offer(String machine, Map<String, String> files) {
    bundles.put(machine, files);
  }

  List<Ping> pings(String machine) {
    return pings.stream().filter(p -> p.machine().equals(machine)).toList();
  }

  List<String> stages(String machine) {
    return pings(machine).stream().map(Ping::stage).toList();
  }

  /** What the last message said. */
  String lastMessage(String machine) {
    return pings(machine).getLast().text();
  }

  /** Who asked with what was refused. */
  List<String> refused() {
    return refused;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void bundle(HttpExchange exchange) throws IOException {
    Optional<String> machine = caller(exchange);
    if (machine.isEmpty()) {
      answer(exchange, 401, new byte[0]);
    } else if (acknowledged.contains(machine.get())) {
      refused.add("410 " + machine.get());
      answer(exchange, 410, new byte[0]);
    } else if (!bundles.containsKey(machine.get())) {
      exchange.getResponseHeaders().add("Retry-After", "1");
      answer(exchange, 503, new byte[0]);
    } else {
      answer(exchange, 200, tar(bundles.getOrDefault(machine.get(), Map.of())));
    }
  }

  private void ping(HttpExchange exchange) throws IOException {
    Optional<String> machine = caller(exchange);
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (machine.isEmpty()) {
      refused.add("401");
      answer(exchange, 401, new byte[0]);
      return;
    }
    String stage = exchange.getRequestURI().getQuery().replace("stage=", "");
    if (stage.equals("bundle-received")) {
      acknowledged.add(machine.get());
    }
    pings.add(new Ping(machine.get(), stage, body));
    answer(exchange, 204, new byte[0]);
  }

  private static Optional<String> caller(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    String[] parts = header.replace("Bearer ", "").split("\\.", 2);
    return parts[1].equals("secret-of-" + parts[0]) ? Optional.of(parts[0]) : Optional.empty();
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static byte[] tar(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private SSLContext context() throws GeneralSecurityException, IOException {
    KeyPair key = ClusterPki.newKey();
    X509Certificate certificate =
        authority.issue(
            key.getPublic(),
            new ClusterPki.Request(
                new X500Name("CN=service"),
                List.of(KeyPurposeId.id_kp_serverAuth),
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")),
                Instant.now(),
                Duration.ofDays(1)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("own", key.getPrivate(), new char[0], new X509Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, new SecureRandom());
    return context;
  }

  record Ping(String machine, String stage, String text) {}
}
