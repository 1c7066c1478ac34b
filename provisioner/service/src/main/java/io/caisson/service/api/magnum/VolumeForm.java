package io.caisson.service.api.magnum;

import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Role;
import io.caisson.service.api.http.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Magnum's words for the volumes of machines: {@code docker_volume_size} and the labels {@code
 * boot_volume_size}, {@code etcd_volume_size} and their types. A size of 0 asks for none.
 */
final class VolumeForm {
  private final Fields fields;
  private final SortedMap<String, String> labels;

  VolumeForm(Fields fields, SortedMap<String, String> labels) {
    this.fields = fields;
    this.labels = labels;
  }

  /**
   * @param containers the size of {@code docker_volume_size}, in GiB
   */
  List<NodeGroup.Volume> volumes(Role role, Optional<Integer> containers) {
    List<NodeGroup.Volume> volumes = new ArrayList<>();
    add(volumes, NodeGroup.Volume.ROOT, size("boot_volume"), "boot_volume");
    add(volumes, NodeGroup.Volume.DATA, containers.or(this::labelled), "docker_volume");
    if (role == Role.CONTROL_PLANE) {
      add(volumes, NodeGroup.Volume.ETCD, size("etcd_volume"), "etcd_volume");
    }
    return volumes;
  }

  private Optional<Integer> labelled() {
    return size("docker_volume");
  }

  private void add(
      List<NodeGroup.Volume> volumes, String use, Optional<Integer> gib, String prefix) {
    gib.filter(size -> size != 0)
        .ifPresent(
            size ->
                volumes.add(
                    new NodeGroup.Volume(
                        use, size, labels.getOrDefault(prefix + "_type", "").strip())));
  }

  private Optional<Integer> size(String prefix) {
    String label = prefix + "_size";
    String text = labels.getOrDefault(label, "").strip();
    if (!text.isEmpty() && !text.matches("[0-9]{1,9}")) {
      fields.problem("labels." + label, "is no whole number");
      return Optional.empty();
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(text));
  }

  /** The size of the volume for containers; empty for none. */
  static Optional<Integer> shown(NodeGroup group) {
    return group.options().volumes().stream()
        .filter(volume -> volume.use().equals(NodeGroup.Volume.DATA))
        .map(NodeGroup.Volume::sizeGib)
        .findFirst();
  }
}
