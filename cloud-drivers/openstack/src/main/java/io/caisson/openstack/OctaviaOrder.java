package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.LoadBalancer.Status;
import io.caisson.spi.cloud.LoadBalancerOrder;
import io.caisson.spi.cloud.LoadBalancerPart;
import io.caisson.spi.cloud.OwnerMark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A load balancer and its parts in Octavia's words, one request for each. One request for all of it
 * ("fully populated") leaves the parts in PENDING_CREATE for ever with the amphora provider of
 * Octavia before 10.1.0 and 11.0.1 (its release notes: "full graph of load balancer is created
 * without listeners"), and with OVN's before Zed. OVN's provider spreads connections by addresses
 * and ports only, and knows no time-outs of connections.
 */
final class OctaviaOrder {
  /**
   * How long a connection may be silent, in ms: watches and shells of a Kubernetes API are so for
   * longer than Octavia's usual 50 s.
   */
  private static final int SILENCE = 3_600_000;

  /** The provider that is no machine, as load balancers show it. */
  private static final String OVN = "ovn";

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
    return Map.of("loadbalancer", whole);
  }

  /**
   * @param balancer as it is shown
   */
  static Map<String, Object> listener(JsonNode balancer, LoadBalancerPart part) {
    Map<String, Object> listener = new LinkedHashMap<>();
    listener.put("name", Names.storable(part.name()));
    listener.put("loadbalancer_id", Json.required(balancer, "id"));
    listener.put("protocol", "TCP");
    listener.put("protocol_port", part.port());
    if (!isOvn(balancer)) {
      listener.put("timeout_client_data", SILENCE);
      listener.put("timeout_member_data", SILENCE);
    }
    return Map.of("listener", listener);
  }

  static Map<String, Object> pool(JsonNode balancer, String listener, LoadBalancerPart part) {
    Map<String, Object> pool = new LinkedHashMap<>();
    pool.put("name", Names.storable(part.name()));
    pool.put("listener_id", listener);
    pool.put("protocol", "TCP");
    pool.put("lb_algorithm", isOvn(balancer) ? "SOURCE_IP_PORT" : "ROUND_ROBIN");
    return Map.of("pool", pool);
  }

  static Map<String, Object> monitor(String pool, LoadBalancerPart part) {
    Map<String, Object> monitor = new LinkedHashMap<>();
    monitor.put("name", Names.storable(part.name()));
    monitor.put("pool_id", pool);
    monitor.put("type", "TCP");
    monitor.put("delay", 5);
    monitor.put("timeout", 3);
    monitor.put("max_retries", 2);
    return Map.of("healthmonitor", monitor);
  }

  private static boolean isOvn(JsonNode balancer) {
    return balancer.path("provider").asText("").equals(OVN);
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
