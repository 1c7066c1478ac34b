package io.caisson.domain.cluster;

import java.util.List;

/** The rules for further ports of a node group's machines, as far as the group alone says them. */
final class PortRules {
  /** With the first one more than any hypervisor's image of ours was seen with. */
  private static final int MOST = 7;

  private final NodeGroup group;
  private final String path;
  private final Problems problems;

  PortRules(NodeGroup group, String path, Problems problems) {
    this.group = group;
    this.path = path + ".ports";
    this.problems = problems;
  }

  void check() {
    List<NodeGroup.ExtraPort> ports = group.options().ports();
    problems.require(
        ports.size() <= MOST,
        path,
        "%d further ports; a machine has at most %d",
        ports.size(),
        MOST);
    for (int i = 0; i < ports.size(); i++) {
      port(ports.get(i), "%s[%d]".formatted(path, i));
    }
  }

  private void port(NodeGroup.ExtraPort port, String at) {
    problems.require(!port.network().isBlank(), at + ".network", "no network is named");
    problems.require(
        NodeGroup.ExtraPort.VNIC_TYPES.contains(port.vnicType()),
        at + ".vnic_type",
        "'%s' is no kind of port that machines can have: it is one of %s",
        port.vnicType(),
        NodeGroup.ExtraPort.VNIC_TYPES);
  }
}
