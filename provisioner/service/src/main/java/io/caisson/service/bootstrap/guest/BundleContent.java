package io.caisson.service.bootstrap.guest;

import io.caisson.service.bootstrap.kubeadm.ApiServerSettings;
import io.caisson.service.bootstrap.kubeadm.ControlGroups;
import io.caisson.service.bootstrap.kubeadm.Discovery;
import io.caisson.service.bootstrap.kubeadm.KubeadmDialect;
import io.caisson.service.bootstrap.kubeadm.NodeOrder;
import io.caisson.service.bootstrap.kubeadm.NodeOrder.Init;
import io.caisson.service.bootstrap.kubeadm.NodeOrder.JoinControlPlane;
import io.caisson.service.bootstrap.kubeadm.NodeOrder.JoinWorker;
import io.caisson.service.bootstrap.node.Mount;
import io.caisson.service.bootstrap.node.NodeFile;
import io.caisson.service.bootstrap.node.NodeFiles;
import io.caisson.service.bootstrap.node.OsProfile;
import io.caisson.service.bootstrap.node.Surroundings;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.ClusterPki;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a machine is handed over. A worker gets none of the cluster's keys.
 *
 * @param pki of the machine's cluster
 * @param around what the machine finds around it
 * @param mounts volumes that it has beside the one it boots from
 */
public record BundleContent(
    NodeOrder order, ClusterPki pki, OsProfile os, Surroundings around, List<Mount> mounts) {
  public BundleContent {
    mounts = List.copyOf(mounts);
  }

  public BundleContent(NodeOrder order, ClusterPki pki, OsProfile os, Surroundings around) {
    this(order, pki, os, around, List.of());
  }

  public BundleContent(NodeOrder order, ClusterPki pki, OsProfile os) {
    this(order, pki, os, Surroundings.PLAIN);
  }

  /** The same, for a machine that finds this around it. */
  public BundleContent in(Surroundings surroundings) {
    return new BundleContent(order, pki, os, surroundings, mounts);
  }

  /** The same, for a machine that has these volumes. */
  public BundleContent with(List<Mount> volumes) {
    return new BundleContent(order, pki, os, around, volumes);
  }

  /**
   * The bundle's entries in the order of their paths' depth and kind; always the same for equal
   * contents.
   */
  List<NodeFile> entries() {
    List<NodeFile> entries = new ArrayList<>(new NodeFiles(order, os, around).list());
    entries.addAll(Mount.files(mounts));
    entries.add(NodeFile.file("run/caisson/action", 0600, action() + "\n"));
    entries.add(NodeFile.file("run/caisson/kubeadm.yaml", 0600, kubeadm()));
    discovery().ifPresent(found -> entries.add(ofRoot(Discovery.FILE, found.clusterInfo())));
    apiServer()
        .ifPresent(
            settings -> {
              entries.addAll(keys());
              settings.files().forEach((path, text) -> entries.add(ofRoot(path, text)));
            });
    return entries;
  }

  private String kubeadm() {
    ControlGroups groups = os.kernel().cgroupV1() ? ControlGroups.MAYBE_V1 : ControlGroups.V2;
    return KubeadmDialect.of(order.version()).configuration(order, groups);
  }

  private String action() {
    return switch (order) {
      case Init _ -> "init";
      case JoinWorker _, JoinControlPlane _ -> "join";
    };
  }

  /** Present for machines that join. */
  private Optional<Discovery> discovery() {
    return switch (order) {
      case Init _ -> Optional.empty();
      case JoinWorker join -> Optional.of(join.discovery());
      case JoinControlPlane join -> Optional.of(join.discovery());
    };
  }

  /** Present for members of the control plane. */
  private Optional<ApiServerSettings> apiServer() {
    return switch (order) {
      case Init init -> Optional.of(init.cluster().features().apiServer());
      case JoinControlPlane join -> Optional.of(join.apiServer());
      case JoinWorker _ -> Optional.empty();
    };
  }

  private static NodeFile ofRoot(String path, String text) {
    return NodeFile.file(path.substring(1), 0600, text);
  }

  /** The names and modes are kubeadm's own. */
  private List<NodeFile> keys() {
    List<NodeFile> entries = new ArrayList<>();
    entries.add(NodeFile.folder("etc/kubernetes/", 0755));
    entries.add(NodeFile.folder("etc/kubernetes/pki/", 0700));
    entries.addAll(authority("ca", pki.kubernetes()));
    entries.addAll(authority("front-proxy-ca", pki.frontProxy()));
    entries.add(NodeFile.folder("etc/kubernetes/pki/etcd/", 0700));
    entries.addAll(authority("etcd/ca", pki.etcd()));
    var account = pki.serviceAccount();
    entries.add(NodeFile.file("etc/kubernetes/pki/sa.key", 0600, account.privateKey()));
    entries.add(NodeFile.file("etc/kubernetes/pki/sa.pub", 0600, account.publicKey()));
    return entries;
  }

  private static List<NodeFile> authority(String name, CertificateAuthority authority) {
    String path = "etc/kubernetes/pki/" + name;
    return List.of(
        NodeFile.file(path + ".crt", 0644, authority.certificate()),
        NodeFile.file(path + ".key", 0600, authority.privateKey()));
  }
}
