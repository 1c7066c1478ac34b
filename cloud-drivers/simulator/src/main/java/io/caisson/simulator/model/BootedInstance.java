package io.caisson.simulator.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the software inside an instance can know when it boots: what the metadata service and the
 * hardware would tell it.
 *
 * @param boot 1 for the first boot of this instance, 2 for the next
 * @param metadata as given at creation, in that order
 * @param userData decoded; empty if none was given
 * @param nics in the order of the interfaces
 */
public record BootedInstance(
    String id,
    String name,
    int boot,
    Map<String, String> metadata,
    Optional<String> userData,
    List<Nic> nics,
    Hardware hardware) {
  public BootedInstance {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    nics = List.copyOf(nics);
  }

  /** The address of the first interface; an instance without interfaces has none. */
  public Optional<String> address() {
    return nics.stream().findFirst().map(Nic::address);
  }

  /** Without the user-data, which may hold secrets. */
  @Override
  public String toString() {
    return "BootedInstance[%s, name=%s, boot=%d, nics=%s]".formatted(id, name, boot, nics);
  }

  /**
   * One interface.
   *
   * @param address dotted IPv4
   * @param prefix length of the subnet's prefix
   * @param floating the floating addresses that lead here now
   * @param allowed what else the cloud lets it answer for: addresses and ranges
   */
  public record Nic(
      String mac, String address, int prefix, List<String> floating, List<String> allowed) {
    public Nic {
      floating = List.copyOf(floating);
      allowed = List.copyOf(allowed);
    }

    public Nic(String mac, String address, int prefix, List<String> floating) {
      this(mac, address, prefix, floating, List.of());
    }

    /** Whether the cloud lets it answer for this address, which is not its own. */
    public boolean allows(String other) {
      return allowed.stream().anyMatch(one -> new Port.AddressPair(one, "").covers(other));
    }
  }

  /**
   * @param ramMib MiB
   * @param diskGib GiB
   * @param image the name of the image that it was made from
   * @param project the project's id
   */
  public record Hardware(
      int vcpus, int ramMib, int diskGib, String zone, String image, String project) {}
}
