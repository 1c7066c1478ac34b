package io.caisson.service.bootstrap.node;

import io.caisson.service.bootstrap.kubeadm.NodeOrder;
import java.util.ArrayList;
import java.util.List;

/** All files of a machine but kubeadm's own and its keys. */
public final class NodeFiles {
  private final NodeOrder order;
  private final OsProfile os;
  private final Surroundings around;

  public NodeFiles(NodeOrder order, OsProfile os, Surroundings around) {
    this.order = order;
    this.os = os;
    this.around = around;
  }

  /** Parents before what lies in them; the same for equal arguments. */
  public List<NodeFile> list() {
    List<NodeFile> files = new ArrayList<>(always());
    files.addAll(hardening());
    files.addAll(TimeFiles.of(around.timeServers(), os));
    files.addAll(authorities());
    around.proxies().map(ProxyFiles::of).ifPresent(files::addAll);
    files.addAll(RegistryFiles.of(around.registries()));
    files.addAll(software());
    around.endpoint().filter(_ -> ofControlPlane()).map(this::endpoint).ifPresent(files::addAll);
    return files;
  }

  private List<NodeFile> always() {
    return List.of(
        NodeFile.file("etc/modules-load.d/caisson.conf", 0644, os.modulesFile()),
        NodeFile.file("etc/sysctl.d/90-caisson.conf", 0644, os.sysctlFile()),
        NodeFile.folder("run/caisson/", 0700),
        NodeFile.file("run/caisson/prepare", 0600, Script.read("caisson-prepare.sh")),
        NodeFile.file("run/caisson/address", 0600, order.node().address() + "\n"),
        NodeFile.file("run/caisson/kubernetes-version", 0600, "v" + order.version() + "\n"));
  }

  private List<NodeFile> hardening() {
    List<NodeFile> files = new ArrayList<>();
    if (!os.stopped().isEmpty()) {
      files.add(NodeFile.file("run/caisson/stop", 0600, String.join("\n", os.stopped()) + "\n"));
    }
    if (os.permissive()) {
      files.add(NodeFile.file("run/caisson/permissive", 0600, ""));
    }
    return files;
  }

  private List<NodeFile> authorities() {
    List<NodeFile> files = new ArrayList<>();
    for (int i = 0; i < around.authorities().size(); i++) {
      String path = "%s/caisson-%d.%s".formatted(os.places().trust(), i + 1, extension());
      files.add(NodeFile.file(path, 0644, around.authorities().get(i)));
    }
    return files;
  }

  /** Flatcar reads {@code .pem} files; Debian and its kin, {@code .crt} files; others read both. */
  private String extension() {
    return os.form() == OsProfile.Form.IGNITION ? "pem" : "crt";
  }

  private List<NodeFile> software() {
    List<NodeFile> files = new ArrayList<>();
    switch (around.software()) {
      case Software.InImage() -> {}
      case Software.Packages packages ->
          files.addAll(new PackageFiles(os.packages(), order.version()).of(packages));
      case Software.Downloads downloads -> files.addAll(DownloadFiles.of(downloads));
    }
    if (!files.isEmpty()) {
      files.addAll(ContainerdFiles.of(order.version(), around.images().ofKubernetes()));
    }
    return files;
  }

  private List<NodeFile> endpoint(VirtualAddress endpoint) {
    if (endpoint.address().equals(order.node().address())) {
      throw new IllegalArgumentException(
          "%s is the address of %s; the endpoint needs one of its own"
              .formatted(endpoint.address(), order.node().name()));
    }
    return switch (endpoint.keeper()) {
      case KEEPALIVED -> Keepalived.files(endpoint, order.node());
      case KUBE_VIP -> KubeVip.files(endpoint, order, around.images());
    };
  }

  private boolean ofControlPlane() {
    return switch (order) {
      case NodeOrder.Init _, NodeOrder.JoinControlPlane _ -> true;
      case NodeOrder.JoinWorker _ -> false;
    };
  }
}
