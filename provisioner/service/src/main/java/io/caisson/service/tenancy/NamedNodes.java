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

  /**
   * The machine of this name, address or id.
   *
   * @throws Refused if there is none, or several
   */
  static Machine one(Cluster cluster, String name) {
    List<Machine> fitting =
        cluster.machines().values().stream().filter(one -> fits(cluster, one, name)).toList();
    if (fitting.size() > 1) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          "'%s' fits several machines, %s: name one by its id"
              .formatted(Printable.of(name), fitting.stream().map(Machine::id).toList()));
    }
    return fitting.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(
                    Refused.Kind.NOT_FOUND,
                    "Machine %s could not be found in cluster %s"
                        .formatted(Printable.of(name), cluster.id())));
  }

  /**
   * The same of a machine that does not leave already.
   *
   * @throws Refused also if it does, with why
   */
  static Machine staying(Cluster cluster, String name) {
    Machine machine = one(cluster, name);
    if (!machine.state().stays()) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          "machine %s leaves already: %s".formatted(machine.id(), machine.reason()));
    }
    return machine;
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
    return cluster.machines().values().stream().filter(one -> fits(cluster, one, name)).toList();
  }

  private static boolean fits(Cluster cluster, Machine machine, String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return name.contains("://")
        ? isServer(cluster, machine, last)
        : isNamed(cluster, machine, name);
  }

  /** Those that leave already have no place any more. */
  private Optional<Machine> at(int place) {
    return cluster.machinesOf(group.name()).stream()
        .filter(one -> one.state().stays())
        .skip(place)
        .findFirst();
  }

  private static boolean isNamed(Cluster cluster, Machine machine, String name) {
    return machine.id().toString().equals(name)
        || machine.name().equalsIgnoreCase(name)
        || machine.ports().stream().anyMatch(port -> port.address().equals(name))
        || isServer(cluster, machine, name);
  }

  private static boolean isServer(Cluster cluster, Machine machine, String id) {
    return cluster.ref(machine.server()).filter(ref -> bare(ref).equals(bare(id))).isPresent();
  }

  private static String bare(String id) {
    return id.toLowerCase(Locale.ROOT).replace("-", "");
  }
}
