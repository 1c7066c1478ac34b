package io.caisson.domain.plan;

import io.caisson.spi.kubernetes.KubernetesApi.Node;
import io.caisson.spi.kubernetes.SigningRequest;
import java.time.Instant;
import java.util.List;

/**
 * What a cluster's own API said in one look: all of it, or nothing.
 *
 * @param requests kubelets' requests for certificates
 * @param approvesJoins whether it lets in by itself whoever has a bootstrap token
 */
public record ApiSight(Look<Node> nodes, List<SigningRequest> requests, boolean approvesJoins) {
  public ApiSight {
    requests = List.copyOf(requests);
  }

  public static ApiSight unknown(long version, Instant begun, String why) {
    return new ApiSight(Look.unknown(version, begun, why), List.of(), false);
  }
}
