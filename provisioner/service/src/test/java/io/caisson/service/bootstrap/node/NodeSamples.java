package io.caisson.service.bootstrap.node;

import io.caisson.service.bootstrap.Samples;
import io.caisson.service.bootstrap.addon.ImageSource;
import io.caisson.service.bootstrap.kubeadm.NodeOrder;
import io.caisson.service.bootstrap.node.Software.Download;
import io.caisson.service.bootstrap.node.Software.Repository;
import io.caisson.service.bootstrap.node.VirtualAddress.Keeper;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A network that everything has to be said about. */
public final class NodeSamples {
  static final String KEY =
      "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nnot a key\n-----END PGP PUBLIC KEY BLOCK-----\n";

  public static final Software PACKAGES =
      new Software.Packages(
          new Repository("kubernetes", URI.create("https://mirror.example/core:/stable:"), KEY),
          List.of(new Repository("runtime", URI.create("https://mirror.example/runtime/"), KEY)));

  static final Software DOWNLOADS =
      new Software.Downloads(
          List.of(
              new Download(
                  URI.create("https://mirror.example/v1.34.4/kubeadm"),
                  "0".repeat(64),
                  "/opt/bin/kubeadm"),
              new Download(
                  URI.create("https://mirror.example/cni-plugins.tgz"),
                  "1".repeat(64),
                  "/opt/cni/bin/")));

  private NodeSamples() {}

  public static Surroundings around(Software software) {
    return new Surroundings(
        new ImageSource(Optional.of("registry.example/kubernetes")),
        List.of(
            new Registry(
                "docker.io",
                List.of(URI.create("https://registry.example/v2/docker.io")),
                Optional.of(Samples.pki().kubernetes().certificate())),
            new Registry("registry.example:5000", List.of(), Optional.empty())),
        Optional.of(
            new Proxies(
                    Optional.of(URI.create("http://user:p%40ss@proxy.example:3128")),
                    Optional.of(URI.create("http://proxy.example:3128")),
                    List.of(".example"))
                .aroundCluster(List.of("10.0.0.0/24", "10.100.0.0/16", "203.0.113.10"))),
        List.of("ntp1.example", "192.0.2.123"),
        List.of(Samples.pki().frontProxy().certificate()),
        software,
        Optional.empty());
  }

  public static Software packagesFrom(String uri) {
    return new Software.Packages(new Repository("kubernetes", URI.create(uri), KEY), List.of());
  }

  /** A plain network, but for where software comes from. */
  public static Surroundings with(Software software) {
    return new Surroundings(
        ImageSource.upstream(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        software,
        Optional.empty());
  }

  static VirtualAddress endpoint(Keeper keeper) {
    return new VirtualAddress("10.0.0.5", members("10.0.0.11", "10.0.0.12", "10.0.0.13"), keeper);
  }

  static List<NodeFile> files(NodeOrder order, String profile, Surroundings around) {
    return new NodeFiles(order, OsProfiles.named(profile), around).list();
  }

  /** Every file but scripts, in the order in which they are unpacked. */
  static String text(List<NodeFile> files) {
    StringBuilder text = new StringBuilder();
    for (NodeFile file : files) {
      text.append("==== %04o /%s%n".formatted(file.mode(), file.path()));
      text.append(file.content().startsWith("# shellcheck") ? "(a script)\n" : file.content());
    }
    return text.toString();
  }

  /** Numbered from 1 in this order. */
  static SortedMap<Integer, String> members(String... addresses) {
    TreeMap<Integer, String> members = new TreeMap<>();
    for (String address : addresses) {
      members.put(members.size() + 1, address);
    }
    return members;
  }
}
