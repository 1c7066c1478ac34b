package io.caisson.spi.cloud;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that one create call of a server says. What no cloud would take is refused here.
 *
 * @param name also the host name; lower-case RFC 1123, at most 63 characters
 * @param flavor id
 * @param ports ids of ports that exist, in the order of the interfaces; at least one, since its
 *     address is the last line against two servers for one machine
 */
public record ServerOrder(
    OwnerMark mark,
    String name,
    String flavor,
    Disks disks,
    List<String> ports,
    Guest guest,
    Placement placement) {
  /** Nova takes 65,535 characters of base64, ZStack a little less: below both. */
  public static final int USER_DATA_LIMIT = 48_000;

  private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  public ServerOrder {
    ports = List.copyOf(ports);
    if (!HOST_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a host name: '" + name + "'");
    }
    if (ports.isEmpty()) {
      throw new IllegalArgumentException("a server needs a port");
    }
  }

  public ServerOrder named(String other) {
    return new ServerOrder(mark, other, flavor, disks, ports, guest, placement);
  }

  public ServerOrder ofFlavor(String other) {
    return new ServerOrder(mark, name, other, disks, ports, guest, placement);
  }

  public ServerOrder on(List<String> otherPorts) {
    return new ServerOrder(mark, name, flavor, disks, otherPorts, guest, placement);
  }

  public ServerOrder with(Disks other) {
    return new ServerOrder(mark, name, flavor, other, ports, guest, placement);
  }

  public ServerOrder with(Guest other) {
    return new ServerOrder(mark, name, flavor, disks, ports, other, placement);
  }

  public ServerOrder with(Placement other) {
    return new ServerOrder(mark, name, flavor, disks, ports, guest, other);
  }

  /**
   * What it boots from, and what else is plugged in. Volumes are made before the server, each with
   * a mark of its own, and outlive it: the cloud never deletes one for us.
   *
   * @param volumes ids, in the order of the devices after the root
   */
  public record Disks(Root root, List<String> volumes) {
    public Disks {
      volumes = List.copyOf(volumes);
    }

    /** The flavor's own disk, filled from the image. */
    public static Disks ofImage(String image) {
      return new Disks(new OfImage(image), List.of());
    }

    /** A volume that was filled from an image. */
    public static Disks ofVolume(String volume) {
      return new Disks(new OfVolume(volume), List.of());
    }

    public Disks and(List<String> more) {
      return new Disks(root, more);
    }
  }

  /** What a server boots from. */
  public sealed interface Root {}

  /**
   * @param image id
   */
  public record OfImage(String image) implements Root {}

  /**
   * @param volume id
   */
  public record OfVolume(String volume) implements Root {}

  /**
   * What the guest finds inside.
   *
   * @param keyPair name
   * @param userData raw bytes as text, at most {@value #USER_DATA_LIMIT} bytes in UTF-8
   */
  public record Guest(Optional<String> keyPair, String userData) {
    public Guest {
      int size = userData.getBytes(StandardCharsets.UTF_8).length;
      if (size > USER_DATA_LIMIT) {
        throw new IllegalArgumentException(
            "%d bytes of user-data, at most %d".formatted(size, USER_DATA_LIMIT));
      }
    }

    public static Guest of(String userData) {
      return new Guest(Optional.empty(), userData);
    }

    /** Without the user-data, which holds a secret. */
    @Override
    public String toString() {
      return "Guest[key=" + keyPair + "]";
    }
  }

  /**
   * Where it may run.
   *
   * @param zone availability zone
   * @param group id of a server group, whose policy then binds or guides the scheduler
   */
  public record Placement(Optional<String> zone, Optional<String> group) {
    public static final Placement ANYWHERE = new Placement(Optional.empty(), Optional.empty());

    public static Placement in(Optional<String> zone) {
      return new Placement(zone, Optional.empty());
    }

    public Placement among(String serverGroup) {
      return new Placement(zone, Optional.of(serverGroup));
    }
  }
}
