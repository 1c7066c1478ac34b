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
  private static final String PAIRS = "allowed_address_pairs";

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
    Map<String, Object> said = new LinkedHashMap<>();
    switch (traits.vnic()) {
      case NORMAL -> {}
      case DIRECT -> said.put(VNIC, "direct");
      case MACVTAP -> said.put(VNIC, "macvtap");
      case OTHER -> throw new IllegalArgumentException("not a kind of port to order");
    }
    if (!traits.allowedAddresses().isEmpty()) {
      said.put(
          PAIRS, traits.allowedAddresses().stream().map(one -> Map.of("ip_address", one)).toList());
    }
    return said;
  }

  private static PortTraits traits(JsonNode port) {
    return new PortTraits(
        switch (port.path(VNIC).asText("normal")) {
          case "normal" -> Vnic.NORMAL;
          case "direct" -> Vnic.DIRECT;
          case "macvtap" -> Vnic.MACVTAP;
          default -> Vnic.OTHER;
        },
        addresses(port, PAIRS));
  }

  static Port read(JsonNode port) {
    return new Port(
        Json.required(port, "id"),
        Json.text(port, "name").orElse(""),
        Json.required(port, "network_id"),
        addresses(port, "fixed_ips"),
        device(port),
        traits(port),
        Json.text(port, "description").flatMap(OwnerMark::parse));
  }

  private static List<String> addresses(JsonNode port, String list) {
    return StreamSupport.stream(port.path(list).spliterator(), false)
        .flatMap(one -> Json.text(one, "ip_address").stream())
        .toList();
  }

  /** The device is a server only if Nova (or Ironic) owns the plug; routers have ports too. */
  private static Optional<String> device(JsonNode port) {
    String owner = port.path("device_owner").asText("");
    boolean ofServer =
        owner.isEmpty() || owner.startsWith("compute:") || owner.startsWith("baremetal:");
    return Json.text(port, "device_id").filter(_ -> ofServer);
  }
}
