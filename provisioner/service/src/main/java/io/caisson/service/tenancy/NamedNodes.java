package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds the machines of a node group that a caller names. Clients name a node by what they know of
 * it: the id of its server in any case, with dashes or without, as Kubernetes reports a system's
 * UUID; its provider id ({@code openstack:///ID}); its name; an address; its id here; or its place
 * among the group's machines, which counts from 0. A name that fits several is refused.
 */
final class NamedNodes {
  private final Cluster cluster;
  private final NodeGroup group;
  private final String path;
  private final List<Problem> problems = new ArrayList<>();
  private final SortedSet<MachineId> found = new TreeSet<>();

  private NamedNodes(Cluster cluster, NodeGroup group, String path) {
    this.cluster = cluster;
    this.group = group;
    this.path = path;
  }

  /**
   * The machines, each once.
   *
   * @param path of the list of names in the request
   * @throws Refused naming each name that fits none, several, or a machine of another group
   */
  static SortedSet<MachineId> find(
      Cluster cluster, NodeGroup group, String path, List<String> names) {
    NamedNodes nodes = new NamedNodes(cluster, group, path);
    for (int i = 0; i < names.size(); i++) {
      nodes.add(names.get(i).strip(), i);
    }
    if (!nodes.problems.isEmpty()) {
      throw Refused.of(Refused.Kind.INVALID, nodes.problems);
    }
    return nodes.found;
  }

  private void add(String name, int place) {
    List<Machine> fitting = fitting(name);
    String shown = Printable.of(name);
    if (fitting.isEmpty()) {
      problem(place, "'%s' is no node of group %s".formatted(shown, group.name()));
    } else if (fitting.size() > 1) {
      problem(
          place,
          "'%s' fits several nodes, %s: name one by its id"
              .formatted(shown, fitting.stream().map(Machine::id).toList()));
    } else if (!fitting.getFirst().id().group().equals(group.name())) {
      problem(
          place,
          "'%s' is %s, which is not of group %s"
              .formatted(shown, fitting.getFirst().id(), group.name()));
    } else {
      found.add(fitting.getFirst().id());
    }
  }

  private void problem(int place, String text) {
    problems.add(new Problem("%s[%d]".formatted(path, place), text));
  }

  private List<Machine> fitting(String name) {
    if (name.matches("[0-9]{1,9}")) {
      return at(Integer.parseInt(name)).map(List::of).orElse(List.of());
    }
    String last = name.substring(name.lastIndexOf('/') + 1);
    return cluster.machines().values().stream()
        .filter(one -> name.contains("://") ? isServer(one, last) : isNamed(one, name))
        .toList();
  }

  /** Those that leave already have no place any more. */
  private Optional<Machine> at(int place) {
    return cluster.machinesOf(group.name()).stream()
        .filter(one -> one.state().stays())
        .skip(place)
        .findFirst();
  }

  private boolean isNamed(Machine machine, String name) {
    return machine.id().toString().equals(name)
        || machine.name().equalsIgnoreCase(name)
        || machine.ports().stream().anyMatch(port -> port.address().equals(name))
        || isServer(machine, name);
  }

  private boolean isServer(Machine machine, String id) {
    return cluster.ref(machine.server()).filter(ref -> bare(ref).equals(bare(id))).isPresent();
  }

  private static String bare(String id) {
    return id.toLowerCase(Locale.ROOT).replace("-", "");
  }
}
