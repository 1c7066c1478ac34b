package io.caisson.simulator.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody wants of a new server.
 *
 * @param flavor id
 */
public record ServerOrder(
    String name,
    String flavor,
    Disks disks,
    Map<String, String> metadata,
    Software software,
    Where where,
    Wiring wiring) {
  public ServerOrder {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** The same with another image, and with what else was given. */
  ServerOrder rebuiltFrom(
      String image, Optional<String> userData, Optional<Map<String, String>> others) {
    return new ServerOrder(
        name,
        flavor,
        new Disks(Optional.of(image), disks.volumes()),
        others.orElse(metadata),
        userData.map(software::with).orElse(software),
        where,
        wiring);
  }

  /**
   * What it boots from, and what else is plugged in.
   *
   * @param image id; absent only if it has a volume to boot from
   */
  public record Disks(Optional<String> image, List<WantedVolume> volumes) {
    public Disks {
      volumes = List.copyOf(volumes);
    }

    public static Disks of(String image) {
      return new Disks(Optional.of(image), List.of());
    }
  }

  /**
   * @param volume id
   * @param root whether the server boots from it
   * @param passing whether it is deleted with the server
   */
  public record WantedVolume(String volume, boolean root, boolean passing) {}

  /**
   * Where it may run.
   *
   * @param zone availability zone
   * @param group id of a server group
   */
  public record Where(Optional<String> zone, Optional<String> group) {
    public static final Where ANYWHERE = new Where(Optional.empty(), Optional.empty());
  }

  /**
   * What the guest finds, and what people find.
   *
   * @param userData base64
   * @param keyName name of a key pair of the caller
   */
  public record Software(
      Optional<String> userData,
      Optional<String> keyName,
      boolean configDrive,
      Optional<String> description,
      List<String> tags) {
    public Software {
      tags = List.copyOf(tags);
    }

    public static Software none() {
      return new Software(Optional.empty(), Optional.empty(), false, Optional.empty(), List.of());
    }

    Software with(String otherUserData) {
      return new Software(Optional.of(otherUserData), keyName, configDrive, description, tags);
    }

    /** Without the user-data, which may hold secrets. */
    @Override
    public String toString() {
      return "Software[key=" + keyName + "]";
    }
  }

  /**
   * How it is connected.
   *
   * @param nics absent means: by the only network that there is
   * @param securityGroups names or ids, for interfaces that the data centre makes
   */
  public record Wiring(Optional<List<WantedNic>> nics, List<String> securityGroups) {
    public Wiring {
      nics = nics.map(List::copyOf);
      securityGroups = List.copyOf(securityGroups);
    }

    public static Wiring byPorts(List<String> ports) {
      return new Wiring(
          Optional.of(ports.stream().<WantedNic>map(WantedNic.OnPort::new).toList()), List.of());
    }
  }

  /** One interface. */
  public sealed interface WantedNic {
    /**
     * @param port id of a port that exists
     */
    record OnPort(String port) implements WantedNic {}

    /**
     * @param network id; the port is made with the server and goes with it
     */
    record OnNetwork(String network, Optional<String> address) implements WantedNic {}
  }
}
