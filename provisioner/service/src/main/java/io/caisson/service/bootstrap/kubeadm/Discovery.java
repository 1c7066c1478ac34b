package io.caisson.service.bootstrap.kubeadm;

import io.caisson.service.bootstrap.Fields;
import io.caisson.service.bootstrap.YamlText;
import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * How a machine finds and trusts the cluster that it joins: by a file with the cluster's authority,
 * which it is handed with everything else. A hash and the ConfigMap {@code cluster-info} would do
 * as well, but only once the controller manager has signed that for the machine's token, and who
 * comes before asks again five seconds later.
 *
 * @param token this machine's own
 * @param authority PEM of the certificates that may sign the API server's; several while the
 *     authority is exchanged
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/cmd/kubeadm/app/discovery/file/file.go">kubeadm
 *     file discovery</a>
 */
public record Discovery(Endpoint endpoint, BootstrapToken token, String authority) {
  /** Where a machine finds {@link #clusterInfo()}. */
  public static final String FILE = "/run/caisson/cluster-info.yaml";

  public Discovery {
    if (authority.isBlank()) {
      throw new IllegalArgumentException("a join without a known authority trusts anybody");
    }
  }

  /** A kubeconfig of the cluster alone, in the form of the one in {@code cluster-info}. */
  public String clusterInfo() {
    Fields cluster =
        new Fields()
            .put("certificate-authority-data", base64(authority))
            .put("server", "https://" + endpoint.text());
    return YamlText.of(
        new Fields()
            .put("apiVersion", "v1")
            .put("kind", "Config")
            // kubeadm takes the cluster without a name where there is no context
            .put("clusters", List.of(new Fields().put("name", "").put("cluster", cluster).map()))
            .map());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
