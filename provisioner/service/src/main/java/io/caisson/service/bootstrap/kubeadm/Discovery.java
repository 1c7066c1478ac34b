package io.caisson.service.bootstrap.kubeadm;

import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import java.util.List;

/**
 * How a machine finds and trusts the cluster that it joins.
 *
 * @param token this machine's own
 * @param caCertHashes {@code sha256:} of the cluster authority's public key; several while the
 *     authority is exchanged
 */
public record Discovery(Endpoint endpoint, BootstrapToken token, List<String> caCertHashes) {
  public Discovery {
    caCertHashes = List.copyOf(caCertHashes);
    if (caCertHashes.isEmpty()) {
      throw new IllegalArgumentException("a join without a pinned authority trusts anybody");
    }
  }
}
