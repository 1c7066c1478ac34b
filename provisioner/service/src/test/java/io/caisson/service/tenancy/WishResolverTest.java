package io.caisson.service.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.Role;
import io.caisson.spi.cloud.LoadBalancerOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WishResolverTest {
  @Test
  void aLoadBalancerIsRefusedWhereTheCloudHasNoServiceForThem() {
    Endpoint balanced =
        new Endpoint.LoadBalancer(LoadBalancerOrder.Kind.USUAL, Optional.empty(), Optional.empty());
    assertThat(problems(balanced, List.of()).get("endpoint"))
        .contains("no service for load balancers", "Octavia", "another type");
    assertThat(problems(new Endpoint.ServerAddress(), List.of())).doesNotContainKey("endpoint");
  }

  @Test
  void volumesAreRefusedWhereTheCloudHasNoServiceForThem() {
    NodeGroup.Volume root = new NodeGroup.Volume(NodeGroup.Volume.ROOT, 20, "");
    String path = "node_groups[0].volumes";
    assertThat(problems(new Endpoint.ServerAddress(), List.of(root)).get(path))
        .contains("no service for volumes", "Cinder", "leave them out");
    assertThat(problems(new Endpoint.ServerAddress(), List.of())).doesNotContainKey(path);
  }

  private static Map<String, String> problems(Endpoint endpoint, List<NodeGroup.Volume> volumes) {
    NodeGroup.Options options =
        new NodeGroup.Options(
            List.of(), List.of(), List.of(), volumes, List.of(), List.of(), Optional.empty());
    ClusterWish.Group group =
        new ClusterWish.Group(
            "worker", Role.WORKER, "small", "image", 1, new NodeGroup.Bounds(0, 10), options);
    ClusterWish wish =
        new ClusterWish(
            "1.34.4",
            List.of(group),
            new ClusterWish.Addresses("net", Optional.empty(), "", "", "flannel", Optional.empty()),
            endpoint,
            Optional.empty(),
            new ClusterSpec.Timeouts(Duration.ZERO),
            new TreeMap<>());
    return WishResolver.resolve(wish, new NoFacts()).problems().stream()
        .collect(Collectors.toMap(Problem::path, Problem::text, (one, _) -> one));
  }
}
