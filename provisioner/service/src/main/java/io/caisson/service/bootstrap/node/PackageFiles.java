package io.caisson.service.bootstrap.node;

import io.caisson.service.bootstrap.kubeadm.KubernetesVersion;
import io.caisson.service.bootstrap.node.OsProfile.PackageManager;
import io.caisson.service.bootstrap.node.Software.Packages;
import io.caisson.service.bootstrap.node.Software.Repository;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Package sources and what to install from them. The package manager checks signatures by the keys
 * given here and by no others, and hashes by what is signed.
 *
 * @see <a href="https://kubernetes.io/blog/2023/08/15/pkgs-k8s-io-introduction/">Kubernetes'
 *     repositories, one per minor</a>
 */
final class PackageFiles {
  static final String WANTED = "run/caisson/packages";
  static final String MIRRORS = "run/caisson/mirrors";

  private final PackageManager manager;
  private final KubernetesVersion version;

  PackageFiles(PackageManager manager, KubernetesVersion version) {
    this.manager = manager;
    this.version = version;
  }

  /**
   * @throws IllegalArgumentException for a profile that has no package manager
   */
  List<NodeFile> of(Packages software) {
    Repository kubernetes = ofMinor(software.kubernetes());
    List<Repository> all =
        Stream.concat(Stream.of(kubernetes), software.others().stream()).toList();
    List<NodeFile> files = new ArrayList<>(all.stream().flatMap(this::source).toList());
    files.add(NodeFile.file(WANTED, 0644, lines(wanted())));
    files.add(
        NodeFile.file(
            MIRRORS, 0644, lines(all.stream().map(one -> one.uri().toString()).toList())));
    return files;
  }

  private Repository ofMinor(Repository base) {
    String kind = manager == PackageManager.APT ? "deb" : "rpm";
    String folder = base.uri().toString().replaceAll("/+$", "");
    return new Repository(
        base.name(),
        URI.create("%s/v1.%d/%s/".formatted(folder, version.minor(), kind)),
        base.key());
  }

  private Stream<NodeFile> source(Repository repository) {
    String name = "caisson-" + repository.name();
    return switch (manager) {
      case APT -> apt(repository, name);
      case DNF -> dnf(repository, name);
      case NONE ->
          throw new IllegalArgumentException("packages for a profile without a package manager");
    };
  }

  private static Stream<NodeFile> apt(Repository repository, String name) {
    String key = "etc/apt/keyrings/" + name + ".asc";
    String source =
        "Types: deb\nURIs: %s\nSuites: /\nSigned-By: /%s\n".formatted(repository.uri(), key);
    return Stream.of(
        NodeFile.folder("etc/apt/keyrings/", 0755),
        NodeFile.file(key, 0644, repository.key()),
        NodeFile.file("etc/apt/sources.list.d/" + name + ".sources", 0644, source));
  }

  private static Stream<NodeFile> dnf(Repository repository, String name) {
    String key = "etc/pki/rpm-gpg/" + name + ".asc";
    String source =
        "[%1$s]\nname=%1$s\nbaseurl=%2$s\nenabled=1\ngpgcheck=1\nrepo_gpgcheck=1\ngpgkey=file:///%3$s\n"
            .formatted(name, repository.uri(), key);
    return Stream.of(
        NodeFile.file(key, 0644, repository.key()),
        NodeFile.file("etc/yum.repos.d/" + name + ".repo", 0644, source));
  }

  /** cri-tools is needed by itself: since 1.32 kubeadm's package does not ask for it any more. */
  private List<String> wanted() {
    String form = manager == PackageManager.APT ? "%s=%s-*" : "%s-%s";
    return Stream.concat(
            Stream.of("kubeadm", "kubelet", "kubectl").map(name -> form.formatted(name, version)),
            Stream.of("cri-tools", "kubernetes-cni", "containerd", "iptables"))
        .toList();
  }

  private static String lines(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
