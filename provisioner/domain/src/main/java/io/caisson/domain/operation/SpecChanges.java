package io.caisson.domain.operation;

import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.NodeGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says in a sentence what sets two desired states apart. */
public final class SpecChanges {
  private SpecChanges() {}

  /** Such as {@code worker from 3 to 5 machines; group gpu with 2 machines}. */
  public static String between(ClusterSpec before, ClusterSpec after) {
    List<String> changes = new ArrayList<>();
    if (!before.kubernetesVersion().equals(after.kubernetesVersion())) {
      changes.add(
          "Kubernetes from %s to %s"
              .formatted(before.kubernetesVersion(), after.kubernetesVersion()));
    }
    for (NodeGroup group : after.groups()) {
      before
          .group(group.name())
          .ifPresentOrElse(
              old -> group(old, group, changes),
              () ->
                  changes.add("group %s with %d machines".formatted(group.name(), group.count())));
    }
    before.groups().stream()
        .map(NodeGroup::name)
        .filter(name -> after.group(name).isEmpty())
        .forEach(name -> changes.add("no group " + name));
    return changes.isEmpty() ? other(before, after) : String.join("; ", changes);
  }

  private static void group(NodeGroup before, NodeGroup after, List<String> changes) {
    if (before.count() != after.count()) {
      changes.add(
          "%s from %d to %d machines".formatted(after.name(), before.count(), after.count()));
    }
    changed(before.flavor().name(), after.flavor().name())
        .ifPresent(text -> changes.add(after.name() + " with flavor " + text));
    changed(before.image(), after.image())
        .ifPresent(text -> changes.add(after.name() + " with image " + text));
    if (!before.bounds().equals(after.bounds())) {
      changes.add("%s within %s machines".formatted(after.name(), after.bounds().text()));
    }
    if (!before.options().equals(after.options())) {
      changes.add("other options of " + after.name());
    }
  }

  private static Optional<String> changed(String before, String after) {
    return before.equals(after) ? Optional.empty() : Optional.of(after + ", not " + before);
  }

  private static String other(ClusterSpec before, ClusterSpec after) {
    return before.equals(after) ? "the same once more" : "other settings";
  }
}
