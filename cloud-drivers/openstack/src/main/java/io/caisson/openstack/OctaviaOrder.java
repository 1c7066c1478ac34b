package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.LoadBalancer.Status;
import io.caisson.spi.cloud.LoadBalancerOrder;
import io.caisson.spi.cloud.OwnerMark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A load balancer in Octavia's words: one request makes all of it ("fully populated"). OVN's
 * provider spreads connections by addresses and ports only, and knows no time-outs of connections.
 */
final class OctaviaOrder {
  /**
   * How long a connection may be silent, in ms: watches and shells of a Kubernetes API are so for
   * longer than Octavia's usual 50 s.
   */
  private static final int SILENCE = 3_600_000;

  private OctaviaOrder() {}

  static Map<String, Object> write(LoadBalancerOrder order) {
    String name = Names.storable(order.name());
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("name", name);
    whole.put("description", order.mark().text());
    whole.put("tags", List.of(order.mark().text()));
    whole.put("vip_subnet_id", order.front().subnet());
    order.front().address().ifPresent(address -> whole.put("vip_address", address));
    order.kind().provider().ifPresent(provider -> whole.put("provider", provider));
    order.kind().zone().ifPresent(zone -> whole.put("availability_zone", zone));
    whole.put("listeners", List.of(listener(order, name)));
    return Map.of("loadbalancer", whole);
  }

  private static Map<String, Object> listener(LoadBalancerOrder order, String name) {
    Map<String, Object> listener = new LinkedHashMap<>();
    listener.put("name", name);
    listener.put("protocol", "TCP");
    listener.put("protocol_port", order.listener());
    if (!isOvn(order)) {
      listener.put("timeout_client_data", SILENCE);
      listener.put("timeout_member_data", SILENCE);
    }
    listener.put("default_pool", pool(order, name));
    return listener;
  }

  private static Map<String, Object> pool(LoadBalancerOrder order, String name) {
    Map<String, Object> pool = new LinkedHashMap<>();
    pool.put("name", name);
    pool.put("protocol", "TCP");
    pool.put("lb_algorithm", isOvn(order) ? "SOURCE_IP_PORT" : "ROUND_ROBIN");
    pool.put(
        "healthmonitor",
        Map.of("name", name, "type", "TCP", "delay", 5, "timeout", 3, "max_retries", 2));
    return pool;
  }

  private static boolean isOvn(LoadBalancerOrder order) {
    return order.kind().provider().filter(LoadBalancerOrder.Kind.OVN::equals).isPresent();
  }

  /** Octavia's states (octavia_lib/common/constants.py). */
  static Status status(String word) {
    return switch (word) {
      case "PENDING_CREATE" -> Status.CREATING;
      case "ACTIVE" -> Status.ACTIVE;
      case "PENDING_UPDATE" -> Status.CHANGING;
      case "PENDING_DELETE" -> Status.DELETING;
      case "ERROR" -> Status.ERROR;
      default -> Status.OTHER;
    };
  }

  static Optional<OwnerMark> mark(JsonNode node) {
    return Stream.concat(
            Json.text(node, "description").stream(),
            StreamSupport.stream(node.path("tags").spliterator(), false).map(JsonNode::asText))
        .flatMap(text -> OwnerMark.parse(text).stream())
        .findFirst();
  }
}
