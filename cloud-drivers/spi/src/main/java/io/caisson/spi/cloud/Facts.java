package io.caisson.spi.cloud;

import java.util.List;
import java.util.Optional;

/**
 * What the cloud offers to the project. Things are found by id or by name; a name that several
 * things have gives {@link CloudFault.Conflict}, which names their ids.
 */
public interface Facts {
  Optional<Flavor> flavor(String idOrName);

  Optional<Image> image(String idOrName);

  Optional<NetworkFact> network(String idOrName);

  boolean keyPairExists(String name);

  List<String> zones();

  /** Whether there is a service for volumes; without it each method of {@link Volumes} refuses. */
  boolean offersVolumes();

  /**
   * Whether there is a service for load balancers; without it each method of {@link LoadBalancers}
   * refuses.
   */
  boolean offersLoadBalancers();

  /**
   * Limits and use of compute, network, volumes and load balancers; resources without a limit are
   * listed too.
   */
  List<QuotaFact> quotas();

  /**
   * @param ramMib MiB
   * @param diskGib GiB, 0 if the image decides
   */
  record Flavor(String id, String name, int vcpus, int ramMib, int diskGib) {}

  /**
   * @param active whether a server can be made from it now
   * @param minDiskGib GiB
   * @param minRamMib MiB
   */
  record Image(
      String id,
      String name,
      boolean active,
      int minDiskGib,
      int minRamMib,
      OperatingSystem system,
      Optional<String> architecture) {}

  /** What an image says that it holds, in its own words. */
  record OperatingSystem(Optional<String> distro, Optional<String> version) {
    /** For people; empty if the image says nothing. */
    public String text() {
      return (distro.orElse("") + " " + version.orElse("")).strip();
    }
  }

  record NetworkFact(String id, String name, boolean external, List<Subnet> subnets) {
    public NetworkFact {
      subnets = List.copyOf(subnets);
    }
  }

  /**
   * @param pools ranges that the cloud gives addresses from, first and last included
   */
  record Subnet(String id, String cidr, Optional<String> gateway, List<Pool> pools) {
    public Subnet {
      pools = List.copyOf(pools);
    }
  }

  record Pool(String first, String last) {}

  /**
   * @param resource {@code instances}, {@code cores}, {@code ram} (MiB), {@code server_groups},
   *     {@code server_group_members} (of each group, so nothing is used), {@code networks}, {@code
   *     subnets}, {@code routers}, {@code ports}, {@code floating_ips}, {@code security_groups},
   *     {@code security_group_rules}, {@code volumes}, {@code gigabytes} (GiB of volumes), {@code
   *     load_balancers}
   * @param limit −1 means none
   */
  record QuotaFact(String resource, long limit, long used) {
    public boolean unlimited() {
      return limit < 0;
    }

    public long free() {
      return unlimited() ? Long.MAX_VALUE : Math.max(0, limit - used);
    }
  }
}
