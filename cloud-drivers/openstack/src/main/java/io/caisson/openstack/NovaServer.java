package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.Server.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Reads a server as Nova shows it. openstack4j's model is not used here: it keeps the networks of
 * the addresses in no order.
 */
final class NovaServer {
  private NovaServer() {}

  static Server read(JsonNode server) {
    Status status = status(server);
    return new Server(
        Json.required(server, "id"),
        Json.text(server, "name").orElse(""),
        status,
        OwnerMark.of(metadata(server)),
        addresses(server),
        status == Status.ERROR ? Json.text(server.path("fault"), "message") : Optional.empty(),
        Keystone.instant(server, "created"),
        Json.text(server, "hostId").filter(id -> !id.isEmpty()));
  }

  /** Nova's states, and the task that is about to end them (nova/api/openstack/common.py). */
  private static Status status(JsonNode server) {
    String task = server.path("OS-EXT-STS:task_state").asText("");
    if (task.equals("deleting") || task.equals("soft-deleting")) {
      return Status.DELETING;
    }
    return switch (server.path("status").asText("")) {
      case "BUILD" -> Status.BUILD;
      case "ACTIVE" -> Status.ACTIVE;
      case "SHUTOFF", "PAUSED", "SUSPENDED", "SHELVED", "SHELVED_OFFLOADED" -> Status.SHUTOFF;
      case "REBOOT", "HARD_REBOOT" -> Status.REBOOT;
      case "REBUILD" -> Status.REBUILD;
      case "ERROR" -> Status.ERROR;
      case "DELETED", "SOFT_DELETED" -> Status.DELETING;
      default -> Status.OTHER;
    };
  }

  private static Map<String, String> metadata(JsonNode server) {
    Map<String, String> all = new TreeMap<>();
    server.path("metadata").properties().forEach(e -> all.put(e.getKey(), e.getValue().asText()));
    return all;
  }

  private static List<String> addresses(JsonNode server) {
    return server.path("addresses").properties().stream()
        .flatMap(network -> StreamSupport.stream(network.getValue().spliterator(), false))
        .flatMap(address -> Json.text(address, "addr").stream())
        .toList();
  }
}
