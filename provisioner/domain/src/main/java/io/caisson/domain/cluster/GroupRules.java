package io.caisson.domain.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for node groups. */
final class GroupRules {
  private static final int CONTROL_PLANE_CPUS = 2;

  /** etcd FAQ, "What is maximum cluster size?": no more than seven nodes. */
  private static final int MOST_CONTROL_PLANES = 7;

  private static final int CONTROL_PLANE_RAM = 1700;
  private static final Pattern LABEL_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");
  private static final Pattern LABEL_PREFIX =
      Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final Set<String> TAINTS = Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  private final List<NodeGroup> groups;
  private final Problems problems;

  GroupRules(List<NodeGroup> groups, Problems problems) {
    this.groups = groups;
    this.problems = problems;
  }

  void check() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < groups.size(); i++) {
      NodeGroup group = groups.get(i);
      String path = "node_groups[%d]".formatted(i);
      name(group.name(), path + ".name");
      problems.require(
          names.add(group.name()), path + ".name", "'%s' is there twice", group.name());
      counts(group, path);
      machine(group, path);
      options(group.options(), path);
      new VolumeRules(group, path, problems).check();
      new PortRules(group, path, problems).check();
    }
    long leaders = groups.stream().filter(group -> group.role() == Role.CONTROL_PLANE).count();
    problems.require(
        leaders == 1, "node_groups", "%d control-plane groups; a cluster has one", leaders);
    long nodes = groups.stream().mapToLong(NodeGroup::count).filter(count -> count > 0).sum();
    problems.require(
        nodes <= SpecRules.MOST_NODES,
        "node_groups",
        "%d nodes in all; Kubernetes is made for at most %d",
        nodes,
        SpecRules.MOST_NODES);
  }

  private void name(String name, String path) {
    try {
      new MachineId(name, 1);
    } catch (IllegalArgumentException wrong) {
      problems.add(
          path,
          "a group's name has 1 to 40 lower-case letters, digits and '-', begins with a letter and"
              + " does not end with '-'");
    }
  }

  private void counts(NodeGroup group, String path) {
    if (group.role() == Role.CONTROL_PLANE) {
      controlPlaneCount(group.count(), path + ".count");
    } else {
      problems.require(
          group.count() >= 0 && group.count() <= SpecRules.MOST_NODES,
          path + ".count",
          "%d machines; 0 to %d are possible",
          group.count(),
          SpecRules.MOST_NODES);
      bounds(group, path);
    }
  }

  private void controlPlaneCount(int count, String path) {
    if (count < 1) {
      problems.add(path, "%d machines; a cluster needs at least one control plane", count);
    } else if (count % 2 == 0) {
      problems.add(
          path,
          "%d control-plane machines: an even number is not safer than one less, because etcd"
              + " needs a majority; ask for an odd number",
          count);
    } else {
      problems.require(
          count <= MOST_CONTROL_PLANES,
          path,
          "%d control-plane machines: more than %d make etcd slower and not safer; ask for 1, 3, 5"
              + " or %d",
          count,
          MOST_CONTROL_PLANES,
          MOST_CONTROL_PLANES);
    }
  }

  private void bounds(NodeGroup group, String path) {
    int min = group.bounds().min();
    int max = group.bounds().max().orElse(SpecRules.MOST_NODES);
    problems.require(
        min >= 0 && min <= max && max <= SpecRules.MOST_NODES,
        path + ".bounds",
        "least %d and most %d: 0 ≤ least ≤ most ≤ %d must hold",
        min,
        max,
        SpecRules.MOST_NODES);
    problems.require(
        min > max || group.bounds().allow(group.count()),
        path + ".count",
        "%d machines are not within the group's bounds %s",
        group.count(),
        group.bounds().text());
  }

  private void machine(NodeGroup group, String path) {
    problems.require(!group.image().isBlank(), path + ".image", "no image is named");
    NodeGroup.Flavor flavor = group.flavor();
    boolean enough =
        group.role() != Role.CONTROL_PLANE
            || flavor.vcpus() >= CONTROL_PLANE_CPUS && flavor.ramMib() >= CONTROL_PLANE_RAM;
    problems.require(
        enough,
        path + ".flavor",
        "flavor '%s' has %d vCPU and %d MiB; kubeadm refuses a control plane with less than %d"
            + " vCPU and %d MiB: choose a larger one",
        flavor.name(),
        flavor.vcpus(),
        flavor.ramMib(),
        CONTROL_PLANE_CPUS,
        CONTROL_PLANE_RAM);
  }

  private void options(NodeGroup.Options options, String path) {
    options.labels().forEach(label -> label(label, path + ".labels"));
    options.taints().forEach(taint -> taint(taint, path + ".taints"));
    problems.require(
        Set.copyOf(options.zones()).size() == options.zones().size(),
        path + ".zones",
        "%s names a zone twice",
        options.zones());
    problems.require(
        options.zones().size() <= 1
            || options.placement().filter(Placement.AFFINITY::equals).isEmpty(),
        path + ".placement",
        "affinity puts all machines on one host, and %s are several zones: name one zone, or"
            + " soft-affinity",
        options.zones());
    notYet(!options.gpus().isEmpty(), path + ".gpus", "GPUs");
  }

  private void notYet(boolean asked, String path, String what) {
    problems.require(!asked, path, "%s are not made by this version yet: leave this out", what);
  }

  private void label(NodeGroup.Label label, String path) {
    key(label.key(), path);
    problems.require(
        label.value().isEmpty() || LABEL_NAME.matcher(label.value()).matches(),
        path,
        "'%s' is no value of a Kubernetes label",
        label.value());
  }

  private void taint(NodeGroup.Taint taint, String path) {
    key(taint.key(), path);
    problems.require(
        taint.value().isEmpty() || LABEL_NAME.matcher(taint.value()).matches(),
        path,
        "'%s' is no value of a taint",
        taint.value());
    problems.require(
        TAINTS.contains(taint.effect()),
        path,
        "'%s' is no effect of a taint: it is NoSchedule, PreferNoSchedule or NoExecute",
        taint.effect());
  }

  private void key(String key, String path) {
    int slash = key.indexOf('/');
    boolean good =
        LABEL_NAME.matcher(key.substring(slash + 1)).matches()
            && (slash < 0 || LABEL_PREFIX.matcher(key.substring(0, slash)).matches());
    problems.require(good, path, "'%s' is no key of a Kubernetes label", key);
  }
}
