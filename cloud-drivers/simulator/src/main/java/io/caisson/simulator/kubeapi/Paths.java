package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What is served at paths that name no resource: version, health, discovery, OpenAPI. */
final class Paths {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private final KubernetesVersion version;
  private final Discovery discovery;
  private final OpenApi openApi;

  Paths(KubernetesVersion version, Kinds kinds) {
    this.version = version;
    this.discovery = new Discovery(kinds, Releases.eviction(version));
    this.openApi = new OpenApi(kinds);
  }

  /**
   * @param address host and port at which the caller reached this server
   * @param etcd whether it can be read and written
   */
  Reply handle(Call call, String address, boolean etcd) {
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      if (names(call.path()) && below(call.path()).isEmpty()) {
        return notFound();
      }
      throw Status.methodNotAllowed();
    }
    String path = call.path();
    if (Health.isPath(path)) {
      return Health.reply(path, call.query(), etcd);
    }
    boolean aggregated =
        call.view().equals("apigroupdiscoverylist") && Releases.aggregates(version);
    return switch (path) {
      case "/version", "/version/" -> Reply.json(200, version.info());
      case "/api", "/api/" ->
          aggregated
              ? Reply.json(200, discovery.aggregated(true)).as(AGGREGATED)
              : Reply.json(200, discovery.versions(address));
      case "/apis", "/apis/" ->
          aggregated
              ? Reply.json(200, discovery.aggregated(false)).as(AGGREGATED)
              : Reply.json(200, discovery.groups());
      case "/openapi/v3" -> Reply.json(200, openApi.index());
      default -> below(path).map(found -> Reply.json(200, found)).orElseGet(Paths::notFound);
    };
  }

  static Reply notFound() {
    return Reply.text(404, "404 page not found\n");
  }

  /** Whether it would name a resource, if its group and version were served. */
  private static boolean names(String path) {
    return path.startsWith("/apis/") && path.split("/").length > 4;
  }

  private Optional<ObjectNode> below(String path) {
    List<String> steps = List.of(path.split("/"));
    if (path.startsWith("/openapi/v3/")) {
      return openApi.document(path.substring("/openapi/v3/".length()));
    }
    if (path.startsWith("/api/") && steps.size() == 3) {
      return discovery.resources("", steps.get(2));
    }
    if (path.startsWith("/apis/") && steps.size() == 3) {
      return discovery.group(steps.get(2));
    }
    if (path.startsWith("/apis/") && steps.size() == 4) {
      return discovery.resources(steps.get(2), steps.get(3));
    }
    return Optional.empty();
  }
}
