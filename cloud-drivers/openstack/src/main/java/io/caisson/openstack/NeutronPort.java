package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.PortOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A port as Neutron has it. openstack4j's model lacks the description, where the mark is. */
final class NeutronPort {
  private NeutronPort() {}

  static Map<String, Object> write(PortOrder order) {
    return Map.of(
        "port",
        Map.of(
            "name", Names.storable(order.name()),
            "description", order.mark().text(),
            "network_id", order.network(),
            "fixed_ips",
                List.of(Map.of("subnet_id", order.subnet(), "ip_address", order.address())),
            "security_groups", order.securityGroups()));
  }

  static Port read(JsonNode port) {
    return new Port(
        Json.required(port, "id"),
        Json.text(port, "name").orElse(""),
        Json.required(port, "network_id"),
        StreamSupport.stream(port.path("fixed_ips").spliterator(), false)
            .flatMap(address -> Json.text(address, "ip_address").stream())
            .toList(),
        device(port),
        Json.text(port, "description").flatMap(OwnerMark::parse));
  }

  /** The device is a server only if Nova (or Ironic) owns the plug; routers have ports too. */
  private static Optional<String> device(JsonNode port) {
    String owner = port.path("device_owner").asText("");
    boolean ofServer =
        owner.isEmpty() || owner.startsWith("compute:") || owner.startsWith("baremetal:");
    return Json.text(port, "device_id").filter(_ -> ofServer);
  }
}
