package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.PortOrder;
import io.caisson.spi.cloud.PortTraits;
import io.caisson.spi.cloud.PortTraits.Vnic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A port as Neutron has it. openstack4j's model lacks the description, where the mark is. */
final class NeutronPort {
  private static final String VNIC = "binding:vnic_type";

  private NeutronPort() {}

  static Map<String, Object> write(PortOrder order) {
    Map<String, Object> port = new LinkedHashMap<>();
    port.put("name", Names.storable(order.name()));
    port.put("description", order.mark().text());
    port.put("network_id", order.network());
    port.put(
        "fixed_ips", List.of(Map.of("subnet_id", order.subnet(), "ip_address", order.address())));
    port.put("security_groups", order.securityGroups());
    port.putAll(traits(order.traits()));
    return Map.of("port", port);
  }

  /** What is usual is not said: a policy may forbid the very field. */
  private static Map<String, Object> traits(PortTraits traits) {
    return switch (traits.vnic()) {
      case NORMAL -> Map.of();
      case DIRECT -> Map.of(VNIC, "direct");
      case MACVTAP -> Map.of(VNIC, "macvtap");
      case OTHER -> throw new IllegalArgumentException("not a kind of port to order");
    };
  }

  private static PortTraits traits(JsonNode port) {
    return new PortTraits(
        switch (port.path(VNIC).asText("normal")) {
          case "normal" -> Vnic.NORMAL;
          case "direct" -> Vnic.DIRECT;
          case "macvtap" -> Vnic.MACVTAP;
          default -> Vnic.OTHER;
        });
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
        traits(port),
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
