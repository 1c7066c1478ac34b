package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives each node a range of addresses for its pods, as long as there are any. */
final class NodeIpam implements Controller {
  private static final int NODE_LENGTH = 24;

  private final ClusterClient client;
  private final Timeline timeline;
  private final Cidr all;

  /**
   * @param subnet that of all pods
   */
  NodeIpam(ClusterClient client, Timeline timeline, String subnet) {
    this.client = client;
    this.timeline = timeline;
    this.all = Cidr.parse(subnet);
  }

  @Override
  public List<String> follows() {
    return List.of("nodes");
  }

  @Override
  public Optional<Duration> look() {
    List<ObjectNode> nodes = client.list("nodes");
    Set<String> taken =
        nodes.stream()
            .map(node -> node.path("spec").path("podCIDR").asText())
            .collect(Collectors.toSet());
    int length = Math.max(NODE_LENGTH, all.length());
    int next = 0;
    for (ObjectNode node : nodes) {
      if (node.path("spec").has("podCIDR") || Things.isDying(node)) {
        continue;
      }
      while (next < all.count(length) && taken.contains(all.nth(next, length).text())) {
        next++;
      }
      if (next == all.count(length)) {
        tell(node);
      } else {
        give(node, all.nth(next++, length).text());
      }
    }
    return Optional.empty();
  }

  private void give(JsonNode node, String range) {
    client.change(
        "nodes",
        "",
        Things.name(node),
        before -> {
          ObjectNode after = before.deepCopy();
          Json.child(after, "spec").put("podCIDR", range).putArray("podCIDRs").add(range);
          return after;
        });
  }

  private void tell(JsonNode node) {
    String name = Things.name(node) + ".cidr";
    if (client.find("events", "default", name).isPresent()) {
      return;
    }
    String now = Things.seconds(timeline.now());
    ObjectNode event = Json.object().put("kind", "Event").put("apiVersion", "v1");
    event.putObject("metadata").put("name", name).put("namespace", "default");
    event
        .putObject("involvedObject")
        .put("kind", "Node")
        .put("name", Things.name(node))
        .put("uid", Things.name(node));
    event
        .put("reason", "CIDRNotAvailable")
        .put("message", "Node %s status is now: CIDRNotAvailable".formatted(Things.name(node)))
        .put("type", "Normal")
        .put("firstTimestamp", now)
        .put("lastTimestamp", now)
        .put("count", 1);
    event.putObject("source").put("component", "cidrAllocator");
    client.create(event);
  }
}
