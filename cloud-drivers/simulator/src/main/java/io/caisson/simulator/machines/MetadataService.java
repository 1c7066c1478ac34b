package io.caisson.simulator.machines;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caisson.simulator.model.BootedInstance;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * Where instances ask who they are. As in a real cloud an instance is known by the address that it
 * asks from, so that none reads another's user-data.
 */
final class MetadataService implements AutoCloseable {
  /** Link-local and the same in every cloud, after EC2's. */
  static final String ADDRESS = "169.254.169.254";

  static final int PORT = 80;

  private static final String OPENSTACK = "/openstack";
  private static final String EC2 = "/latest/meta-data";
  private static final int QUEUE = 64;

  private final HttpServer server;
  private final NameService names;
  private final Map<String, BootedInstance> byAddress = new ConcurrentHashMap<>();

  private MetadataService(HttpServer server, NameService names) {
    this.server = server;
    this.names = names;
  }

  /**
   * @param names closed with it
   */
  static MetadataService start(InetSocketAddress address, NameService names) throws IOException {
    HttpServer server = HttpServer.create(address, QUEUE);
    MetadataService service = new MetadataService(server, names);
    server.createContext("/", service::receive);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return service;
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  void serve(BootedInstance instance) {
    instance.nics().forEach(nic -> byAddress.put(nic.address(), instance));
  }

  void forget(String instanceId) {
    byAddress.values().removeIf(instance -> instance.id().equals(instanceId));
  }

  @Override
  public void close() {
    server.stop(0);
    names.close();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String asker = exchange.getRemoteAddress().getAddress().getHostAddress();
      Optional<byte[]> answer =
          Optional.ofNullable(byAddress.get(asker))
              .flatMap(instance -> answer(instance, exchange.getRequestURI().getPath()));
      byte[] body = answer.orElseGet(() -> MetadataDocuments.text("404 Not Found\n"));
      exchange.sendResponseHeaders(
          answer.isPresent() ? 200 : 404, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  static Optional<byte[]> answer(BootedInstance instance, String path) {
    String trimmed = path.replaceAll("/+", "/").replaceAll("/$", "");
    if (trimmed.equals(OPENSTACK)) {
      return Optional.of(MetadataDocuments.text(String.join("\n", MetadataDocuments.VERSIONS)));
    }
    if (trimmed.startsWith(OPENSTACK + "/")) {
      String[] parts = trimmed.substring(OPENSTACK.length() + 1).split("/", 2);
      return MetadataDocuments.VERSIONS.contains(parts[0])
          ? MetadataDocuments.openstack(instance, parts.length < 2 ? "" : parts[1])
          : Optional.empty();
    }
    if (trimmed.equals("/latest/user-data")) {
      return instance.userData().map(MetadataDocuments::text);
    }
    return trimmed.startsWith(EC2)
        ? ec2(MetadataDocuments.ec2(instance), trimmed.substring(EC2.length()))
        : Optional.empty();
  }

  private static Optional<byte[]> ec2(SortedMap<String, String> values, String path) {
    return path.isEmpty()
        ? Optional.of(MetadataDocuments.text(String.join("\n", values.keySet())))
        : Optional.ofNullable(values.get(path.substring(1))).map(MetadataDocuments::text);
  }
}
