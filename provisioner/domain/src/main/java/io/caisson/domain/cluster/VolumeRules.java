package io.caisson.domain.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for the volumes of a node group's machines. */
final class VolumeRules {
  /** No cloud's limit: larger numbers are slips of the pen. */
  private static final int MOST_GIB = 65_536;

  /** Cinder's limit for the name of a volume type. */
  private static final Pattern TYPE = Pattern.compile("[^\\p{Cntrl}]{0,255}");

  private static final List<String> USES =
      List.of(NodeGroup.Volume.ROOT, NodeGroup.Volume.DATA, NodeGroup.Volume.ETCD);

  private final NodeGroup group;
  private final String path;
  private final Problems problems;

  VolumeRules(NodeGroup group, String path, Problems problems) {
    this.group = group;
    this.path = path;
    this.problems = problems;
  }

  void check() {
    List<NodeGroup.Volume> volumes = group.options().volumes();
    Set<String> uses = new HashSet<>();
    for (int i = 0; i < volumes.size(); i++) {
      NodeGroup.Volume volume = volumes.get(i);
      String at = "%s.volumes[%d]".formatted(path, i);
      volume(volume, at);
      problems.require(uses.add(volume.use()), at + ".use", "'%s' is there twice", volume.use());
    }
  }

  private void volume(NodeGroup.Volume volume, String at) {
    problems.require(
        USES.contains(volume.use()),
        at + ".use",
        "'%s' is no use of a volume: it is one of %s",
        volume.use(),
        USES);
    problems.require(
        !volume.use().equals(NodeGroup.Volume.ETCD) || group.role() == Role.CONTROL_PLANE,
        at + ".use",
        "only machines of the control plane have an etcd; leave this out of group %s",
        group.name());
    problems.require(
        volume.sizeGib() >= 1 && volume.sizeGib() <= MOST_GIB,
        at + ".size_gib",
        "%d GiB; 1 to %d are possible",
        volume.sizeGib(),
        MOST_GIB);
    problems.require(
        TYPE.matcher(volume.type()).matches(),
        at + ".type",
        "the name of a volume type has at most 255 characters and no control characters");
  }
}
