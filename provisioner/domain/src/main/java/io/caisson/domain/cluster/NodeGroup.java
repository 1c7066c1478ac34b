package io.caisson.domain.cluster;

import java.util.List;

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

  /** The same with another number of machines. */
  public NodeGroup withCount(int machines) {
    return new NodeGroup(name, role, flavor, image, machines, bounds, options);
  }

  /** The limits within which others than the tenant may change the count. */
  public record Bounds(int min, int max) {}

  /** What of a flavor decisions need. RAM in MiB. */
  public record Flavor(String id, String name, int vcpus, int ramMib) {}

  /** What sets the machines of a group apart. */
  public record Options(
      List<Label> labels,
      List<Taint> taints,
      List<String> zones,
      List<Volume> volumes,
      List<ExtraPort> ports,
      List<Gpu> gpus) {
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
   * @param use {@code root}, {@code data} or {@code etcd}
   * @param sizeGib GiB
   * @param type volume type, empty for the cloud's default
   */
  public record Volume(String use, int sizeGib, String type) {}

  /**
   * A further port of each machine.
   *
   * @param vnicType {@code normal} or {@code direct}
   */
  public record ExtraPort(String network, String vnicType) {}

  /**
   * Graphics processors of each machine.
   *
   * @param mode {@code passthrough} or {@code vgpu}
   */
  public record Gpu(String vendor, String model, int count, String mode) {}
}
