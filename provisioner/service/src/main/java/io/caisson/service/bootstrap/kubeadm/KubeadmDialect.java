package io.caisson.service.bootstrap.kubeadm;

import io.caisson.service.bootstrap.Fields;
import io.caisson.service.bootstrap.YamlText;
import io.caisson.service.bootstrap.kubeadm.NodeOrder.Init;
import io.caisson.service.bootstrap.kubeadm.NodeOrder.JoinControlPlane;
import io.caisson.service.bootstrap.kubeadm.NodeOrder.JoinWorker;
import java.util.List;

/** How a release of kubeadm is told what to do. */
public final class KubeadmDialect {
  private final ApiVersion version;

  private KubeadmDialect(ApiVersion version) {
    this.version = version;
  }

  /**
   * The dialect in which this release is configured.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static KubeadmDialect of(KubernetesVersion release) {
    return new KubeadmDialect(ApiVersion.of(release));
  }

  /** The text of the file for {@code kubeadm init|join --config}. */
  public String configuration(NodeOrder order, ControlGroups groups) {
    return YamlText.ofAll(Fields.list(documents(order, groups)));
  }

  private List<Fields> documents(NodeOrder order, ControlGroups groups) {
    NodeDocuments node = new NodeDocuments(version, order, groups);
    return switch (order) {
      case Init init ->
          List.of(
              node.init(init),
              new ClusterDocument(version, init.cluster()).fields(),
              SharedComponents.kubelet(init.cluster(), groups),
              SharedComponents.proxy(init.cluster()));
      case JoinWorker join -> List.of(node.joinWorker(join.discovery()));
      case JoinControlPlane join -> List.of(node.joinControlPlane(join.discovery()));
    };
  }
}
