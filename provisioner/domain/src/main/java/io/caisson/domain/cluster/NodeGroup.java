package io.caisson.domain.cluster;

import java.util.List;
import java.util.Optional;

/**
 * The desired state of machines that are all alike.
 *
 * @param image id
 * @param count how many machines
 */
public record NodeGroup(
    String name,
    Role role,
    Flavor flavor,
    String image,
    int count,
    Bounds bounds,
    Options options) {

  /** The same within other limits. */
  public NodeGroup within(Bounds others) {
    return new NodeGroup(name, role, flavor, image, count, others, options);
  }

  /** The same with another number of machines. */
  public NodeGroup withCount(int machines) {
    return new NodeGroup(name, role, flavor, image, machines, bounds, options);
  }

  /** The same with machines that are made of something else. */
  public NodeGroup madeOf(Flavor otherFlavor, String otherImage) {
    return new NodeGroup(name, role, otherFlavor, otherImage, count, bounds, options);
  }

  /**
   * The limits of the count, for whoever changes it; to go beyond them they have to be changed too.
   *
   * @param max empty for none
   */
  public record Bounds(int min, Optional<Integer> max) {
    /** Whatever a cluster can have. */
    public static final Bounds NONE = new Bounds(0, Optional.empty());

    public Bounds(int min, int max) {
      this(min, Optional.of(max));
    }

    public boolean allow(int count) {
      return min <= count && count <= max.orElse(Integer.MAX_VALUE);
    }

    /** Such as {@code 1 to 5} or {@code 1 and more}. */
    public String text() {
      return max.map(most -> "%d to %d".formatted(min, most)).orElse(min + " and more");
    }
  }

  /** What of a flavor decisions need. RAM in MiB. */
  public record Flavor(String id, String name, int vcpus, int ramMib) {}

  /**
   * What sets the machines of a group apart.
   *
   * @param placement on the cloud's hosts; empty for wherever the cloud likes
   */
  public record Options(
      List<Label> labels,
      List<Taint> taints,
      List<String> zones,
      List<Volume> volumes,
      List<ExtraPort> ports,
      List<Gpu> gpus,
      Optional<Placement> placement) {
    public static final Options NONE =
        new Options(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public Options {
      labels = List.copyOf(labels);
      taints = List.copyOf(taints);
      zones = List.copyOf(zones);
      volumes = List.copyOf(volumes);
      ports = List.copyOf(ports);
      gpus = List.copyOf(gpus);
    }

    /** Those of machines that may be wherever the cloud likes. */
    public Options(
        List<Label> labels,
        List<Taint> taints,
        List<String> zones,
        List<Volume> volumes,
        List<ExtraPort> ports,
        List<Gpu> gpus) {
      this(labels, taints, zones, volumes, ports, gpus, Optional.empty());
    }

    /** The same with machines that have these further ports. */
    public Options onPorts(List<ExtraPort> others) {
      return new Options(labels, taints, zones, volumes, others, gpus, placement);
    }

    /** The same with machines that stand so to each other. */
    public Options placed(Optional<Placement> other) {
      return new Options(labels, taints, zones, volumes, ports, gpus, other);
    }
  }

  /** A node label. */
  public record Label(String key, String value) {}

  /**
   * A node taint.
   *
   * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}
   */
  public record Taint(String key, String value, String effect) {}

  /**
   * A volume of each machine.
   *
   * @param use {@link #ROOT}, {@link #DATA} or {@link #ETCD}
   * @param sizeGib GiB
   * @param type volume type, empty for the cloud's default
   */
  public record Volume(String use, int sizeGib, String type) {
    /** The machine boots from it; it is filled from the group's image. */
    public static final String ROOT = "root";

    /** Holds the container runtime's images and layers. */
    public static final String DATA = "data";

    /** Holds the data of a control-plane machine's etcd. */
    public static final String ETCD = "etcd";

    /** Such as {@code root 20 GiB} or {@code data 50 GiB of fast}. */
    public String text() {
      return "%s %d GiB%s".formatted(use, sizeGib, type.isEmpty() ? "" : " of " + type);
    }
  }

  /**
   * A further port of each machine, for what the cluster's own traffic is not to be on.
   *
   * @param network id
   * @param vnicType one of {@link #VNIC_TYPES}
   */
  public record ExtraPort(String network, ClusterSpec.Subnet subnet, String vnicType) {
    public static final String NORMAL = "normal";

    /** Neutron's words. */
    public static final List<String> VNIC_TYPES = List.of(NORMAL, "direct", "macvtap");

    /** Whether the cloud's virtual switch is before it, which is what filters by rules. */
    public boolean filtered() {
      return vnicType.equals(NORMAL);
    }

    /** Such as {@code direct in storage-network}. */
    public String text() {
      return vnicType + " in " + network;
    }
  }

  /**
   * Graphics processors of each machine.
   *
   * @param mode {@code passthrough} or {@code vgpu}
   */
  public record Gpu(String vendor, String model, int count, String mode) {}
}
