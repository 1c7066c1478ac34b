package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The objects that Caisson puts into a cluster. */
final class SystemObjects {
  /** The name under which Caisson's fields stand in {@code metadata.managedFields}. */
  static final String FIELD_MANAGER = "caisson";

  /**
   * kubeadm's binding by which whoever has a bootstrap token becomes a node (kubeadm
   * app/phases/bootstraptoken/node/tlsbootstrap.go).
   */
  static final String AUTO_APPROVAL = "kubeadm:node-autoapprove-bootstrap";

  private static final String RBAC = "rbac.authorization.k8s.io";

  private SystemObjects() {}

  static String secretName(String tokenId) {
    return "bootstrap-token-" + tokenId;
  }

  /**
   * As kubeadm makes it, group included: what kubeadm lets a joining machine do is bound to that.
   * It signs nothing, for machines know the cluster's authority from their bundle.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/">Bootstrap
   *     tokens</a>
   */
  static Secret secret(BootstrapToken token) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("token-id", token.id());
    data.put("token-secret", token.secret());
    data.put("description", token.description());
    data.put("expiration", rfc3339(token.expires()));
    data.put("usage-bootstrap-authentication", "true");
    data.put("auth-extra-groups", "system:bootstrappers:kubeadm:default-node-token");
    data.replaceAll((_, value) -> base64(value));
    return new SecretBuilder()
        .withNewMetadata()
        .withName(secretName(token.id()))
        .withNamespace("kube-system")
        .endMetadata()
        .withType("bootstrap.kubernetes.io/token")
        .withData(data)
        .build();
  }

  static ClusterRoleBinding clusterAdmin(String group) {
    return new ClusterRoleBindingBuilder()
        .withNewMetadata()
        .withName(group)
        .endMetadata()
        .withNewRoleRef(RBAC, "ClusterRole", "cluster-admin")
        .addNewSubject(RBAC, "Group", group, null)
        .build();
  }

  private static String rfc3339(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
