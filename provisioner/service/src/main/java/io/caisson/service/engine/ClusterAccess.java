package io.caisson.service.engine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.plan.LookOrder;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.kubernetes.EtcdMembers;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import java.util.List;
import java.util.Map;

/** The outside of one cluster, reached with the cluster's own secrets. */
public interface ClusterAccess {
  /** The cluster's project, with the cluster's credential. Not to be closed by the caller. */
  Cloud cloud(Cluster cluster);

  /**
   * The same for looking at what this order asks for: its lists begin after this was asked, or not
   * long before if nothing of the cluster changes, and may be those of other clusters of the
   * project.
   */
  default Cloud sight(Cluster cluster, LookOrder order) {
    return cloud(cluster);
  }

  /** The API server at this host, as its administrator. Not to be closed by the caller. */
  KubernetesApi kubernetes(Cluster cluster, String host);

  /** Its etcd, reached through the API server at this host. Not to be closed by the caller. */
  EtcdMembers etcd(Cluster cluster, String host);

  /** What the server of this attempt is booted with; each attempt has a secret of its own. */
  String userData(Cluster cluster, MachineId machine, int attempt);

  /**
   * A machine's join token, the same whenever it is asked for but for its end.
   *
   * @param name of its key: {@link io.caisson.domain.cluster.Machine#token}
   */
  BootstrapToken token(Cluster cluster, String name);

  /** The documents of an add-on for this cluster, in the order in which they are applied. */
  List<Map<String, Object>> addOn(Cluster cluster, String name);

  /**
   * Removes the cluster's credential from the identity service.
   *
   * @throws CredentialStays if this service may not, with a remark for the cluster's last event
   */
  void deleteCredential(Cluster cluster, String credentialId);

  /** The cluster is gone: what was kept open for it is closed. */
  void forget(ClusterId cluster);

  /** The service has no right to remove credentials; the remark says who can. */
  final class CredentialStays extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CredentialStays(String remark) {
      super(remark);
    }
  }
}
