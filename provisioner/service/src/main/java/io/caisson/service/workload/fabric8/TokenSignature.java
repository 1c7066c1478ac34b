package io.caisson.service.workload.fabric8;

import io.caisson.service.workload.Pauses;
import io.caisson.spi.kubernetes.KubernetesException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Waits until a bootstrap token can be joined by. {@code kubeadm join} trusts the ConfigMap {@code
 * cluster-info} by the signature that the controller manager adds for each token, and one that
 * comes before the signature asks again only five seconds later (kubeadm
 * app/discovery/token/token.go, constants.DiscoveryRetryInterval).
 */
final class TokenSignature {
  /** What kubeadm itself would lose by coming too early. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final KubernetesClient client;
  private final Pauses pauses;

  TokenSignature(KubernetesClient client) {
    this.client = client;
    this.pauses = Pauses.real(InstantSource.system());
  }

  /** Returns as soon as it is there, or cannot come, or has not come for as long as is waited. */
  void await(String tokenId) {
    Instant end = pauses.now().plus(LIMIT);
    while (pending(tokenId) && pauses.now().isBefore(end)) {
      pauses.pause(PAUSE);
    }
  }

  /** Whoever cannot say it does not hold anybody up: kubeadm asks again by itself. */
  private boolean pending(String tokenId) {
    try {
      return Optional.ofNullable(
              Faults.told(
                  () ->
                      client
                          .configMaps()
                          .inNamespace("kube-public")
                          .withName("cluster-info")
                          .get()))
          .map(ConfigMap::getData)
          .filter(data -> !data.containsKey("jws-kubeconfig-" + tokenId))
          .isPresent();
    } catch (KubernetesException unanswered) {
      return false;
    }
  }
}
