package io.caisson.simulator.guest.kubeadm;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.guest.http.ApiClient;
import io.caisson.simulator.guest.http.ApiClient.Refused;
import io.caisson.simulator.guest.http.Https;
import io.caisson.simulator.guest.http.NoAnswer;
import io.caisson.simulator.guest.kubeadm.Patience.GaveUp;
import io.caisson.simulator.kubeapi.Json;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How a joining machine comes to trust a cluster that a file describes: it is asked once for its
 * ConfigMap {@code cluster-info}, and what counts is that its certificate is good.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/cmd/kubeadm/app/discovery/file/file.go">kubeadm
 *     file discovery</a>
 */
final class FileTrust {
  private final Host host;
  private final Timeouts timeouts;

  FileTrust(Host host, Timeouts timeouts) {
    this.host = host;
    this.timeouts = timeouts;
  }

  /**
   * The cluster that the file names; throws {@link KubeadmFailure}.
   *
   * @param kubeconfig the file's text
   */
  Trust.Found find(String kubeconfig) {
    JsonNode cluster = cluster(Json.yaml(kubeconfig));
    String server = cluster.path("server").asText();
    List<X509Certificate> authorities =
        Trust.authorities(cluster, "unable to load root certificates");
    validate(new ApiClient(Https.trusting(authorities), server, ""));
    return new Trust.Found(authorities, server);
  }

  /** The one without a name, or that of the current context. */
  private static JsonNode cluster(JsonNode kubeconfig) {
    if (kubeconfig.path("clusters").isEmpty()) {
      throw Trust.failure("the provided kubeconfig file must have at least one Cluster defined");
    }
    return named(kubeconfig, "clusters", "")
        .or(
            () ->
                named(kubeconfig, "contexts", kubeconfig.path("current-context").asText())
                    .map(context -> context.path("context").path("cluster").asText())
                    .flatMap(name -> named(kubeconfig, "clusters", name)))
        .map(entry -> entry.path("cluster"))
        .orElseThrow(
            () ->
                Trust.failure(
                    "the provided kubeconfig file is malformed: no cluster of the current"
                        + " context"));
  }

  private static Optional<JsonNode> named(JsonNode kubeconfig, String list, String name) {
    return Json.each(kubeconfig.path(list))
        .filter(entry -> entry.path("name").asText().equals(name))
        .findFirst();
  }

  private void validate(ApiClient client) {
    try {
      new Patience(host, Trust.RETRY, timeouts.discovery())
          .ask(() -> Optional.of(answered(client)));
    } catch (GaveUp e) {
      throw Trust.failure(
          "Abort reading the cluster-info ConfigMap after timeout of %ds: %s"
              .formatted(timeouts.discovery().toSeconds(), e.why()));
    }
  }

  /** Who may not read it has been answered by the right server all the same. */
  private static boolean answered(ApiClient client) throws NoAnswer, Refused {
    try {
      client.get(Trust.CLUSTER_INFO);
    } catch (Refused refused) {
      if (refused.status() != 403) {
        throw refused;
      }
    }
    return true;
  }
}
