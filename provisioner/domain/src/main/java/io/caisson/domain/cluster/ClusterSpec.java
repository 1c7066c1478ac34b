package io.caisson.domain.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The desired state of a cluster, with the cloud's names already resolved to ids. A spec may be
 * wrong; {@link SpecRules} says all that is wrong with it at once.
 *
 * @param kubernetesVersion such as {@code 1.34.4}, without a {@code v}
 * @param keyPair the cloud's name of an SSH key pair
 * @param osProfile which operating system the images hold, such as {@code ubuntu-24.04}
 * @param labels Magnum's labels, as the tenant gave them
 */
public record ClusterSpec(
    String kubernetesVersion,
    List<NodeGroup> groups,
    Networking networking,
    Endpoint endpoint,
    Optional<String> keyPair,
    String osProfile,
    Timeouts timeouts,
    SortedMap<String, String> labels) {
  public ClusterSpec {
    groups = List.copyOf(groups);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /**
   * Addresses of machines, pods and services.
   *
   * @param network id; empty if it is to be made
   * @param create what is to be made; empty if the network is there
   */
  public record Networking(
      String network,
      Subnet subnet,
      String podCidr,
      String serviceCidr,
      String cni,
      Optional<NewNetwork> create) {

    /** In a network that is there. */
    public Networking(
        String network, Subnet subnet, String podCidr, String serviceCidr, String cni) {
      this(network, subnet, podCidr, serviceCidr, cni, Optional.empty());
    }
  }

  /**
   * A network with one subnet, and a router that leads out of it, made for the cluster and gone
   * with it.
   *
   * @param externalNetwork id of where the router leads to
   * @param nameServers addresses that machines are told
   */
  public record NewNetwork(String externalNetwork, List<String> nameServers) {
    public NewNetwork {
      nameServers = List.copyOf(nameServers);
    }
  }

  /** The subnet that the machines' addresses come from. */
  public record Subnet(String id, String cidr, List<AddressRange> pools) {
    public Subnet {
      pools = List.copyOf(pools);
    }

    /** One that is to be made: its first address is the router's, the last one nobody's. */
    public static Subnet planned(String cidr) {
      return new Subnet("", cidr, pools(cidr));
    }

    private static List<AddressRange> pools(String text) {
      try {
        Cidr cidr = Cidr.parse(text);
        long last = cidr.base() + cidr.size() - 2;
        return last < cidr.base() + 2
            ? List.of()
            : List.of(new AddressRange(Cidr.address(cidr.base() + 2), Cidr.address(last)));
      } catch (IllegalArgumentException told) {
        return List.of();
      }
    }
  }

  /** First and last address, both included. */
  public record AddressRange(String first, String last) {}

  /**
   * How long things may take.
   *
   * @param create of the cluster, before it counts as failed; zero is for ever
   */
  public record Timeouts(Duration create) {}

  public Optional<NodeGroup> group(String name) {
    return groups.stream().filter(group -> group.name().equals(name)).findFirst();
  }

  /** The same with this group, in the place of the one of its name or at the end. */
  public ClusterSpec with(NodeGroup group) {
    List<NodeGroup> all = new ArrayList<>(groups);
    all.replaceAll(one -> one.name().equals(group.name()) ? group : one);
    if (group(group.name()).isEmpty()) {
      all.add(group);
    }
    return with(all);
  }

  /** The same without the group of this name. */
  public ClusterSpec without(String group) {
    return with(groups.stream().filter(one -> !one.name().equals(group)).toList());
  }

  /** The same with another time-out of changes. */
  public ClusterSpec with(Duration timeout) {
    return new ClusterSpec(
        kubernetesVersion,
        groups,
        networking,
        endpoint,
        keyPair,
        osProfile,
        new Timeouts(timeout),
        labels);
  }

  /** The same with another Kubernetes, also where a label names it. */
  public ClusterSpec withKubernetes(String version) {
    TreeMap<String, String> tagged = new TreeMap<>(labels);
    tagged.computeIfPresent("kube_tag", (_, _) -> "v" + version);
    return new ClusterSpec(
        version, groups, networking, endpoint, keyPair, osProfile, timeouts, tagged);
  }

  private ClusterSpec with(List<NodeGroup> others) {
    return new ClusterSpec(
        kubernetesVersion, others, networking, endpoint, keyPair, osProfile, timeouts, labels);
  }

  public int count(Role role) {
    return groups.stream().filter(group -> group.role() == role).mapToInt(NodeGroup::count).sum();
  }
}
