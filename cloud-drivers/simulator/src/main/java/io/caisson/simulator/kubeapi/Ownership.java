package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Server-side apply, and the record of who owns which field. Invariants:
 *
 * <ol>
 *   <li>Applying a field that another owns with another value is a conflict, unless it is forced;
 *       with the same value both own it.
 *   <li>A field that was applied before and is not any more goes, unless another owns it.
 *   <li>Any other write takes what it changes, and never conflicts.
 * </ol>
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-side
 *     apply</a>
 */
final class Ownership {
  private final ApiResource resource;
  private final String subresource;
  private final Writer writer;
  private final String now;

  Ownership(ApiResource resource, String subresource, Writer writer, String now) {
    this.resource = resource;
    this.subresource = subresource;
    this.writer = writer;
    this.now = now;
  }

  /** The object as it is after the configuration was applied. Throws the 409 with its causes. */
  ObjectNode apply(ObjectNode live, ObjectNode configuration) {
    ManagedFields.Owner owner = owner("Apply");
    ManagedFields fields = ManagedFields.of(live);
    SortedMap<FieldPath, JsonNode> applied = Fields.of(configuration);
    List<Clash> clashes = clashes(fields.others(owner), Fields.of(live), applied);
    if (!clashes.isEmpty() && !writer.force()) {
      throw conflict(clashes);
    }
    fields.takeFromOthers(owner, clashes.stream().map(Clash::path).toList());
    ObjectNode merged = FieldMerge.into(live, configuration);
    NavigableSet<FieldPath> before =
        fields.find(owner).map(ManagedFields.Entry::paths).orElseGet(TreeSet::new);
    NavigableSet<FieldPath> mine = new TreeSet<>(applied.keySet());
    FieldMerge.remove(merged, abandoned(before, mine, fields.others(owner)));
    if (!before.equals(mine)) {
      fields.put(new ManagedFields.Entry(owner, now, mine));
    }
    fields.writeTo(merged);
    return merged;
  }

  private static List<Clash> clashes(
      List<ManagedFields.Entry> others,
      Map<FieldPath, JsonNode> live,
      Map<FieldPath, JsonNode> applied) {
    List<Clash> clashes = new ArrayList<>();
    for (ManagedFields.Entry other : others) {
      for (var field : applied.entrySet()) {
        FieldPath path = field.getKey();
        JsonNode there = live.get(path);
        if (other.paths().contains(path) && there != null && !there.equals(field.getValue())) {
          clashes.add(new Clash(other, path));
        }
      }
    }
    return clashes;
  }

  private static NavigableSet<FieldPath> abandoned(
      NavigableSet<FieldPath> before,
      NavigableSet<FieldPath> mine,
      List<ManagedFields.Entry> others) {
    NavigableSet<FieldPath> gone = new TreeSet<>(before);
    gone.removeAll(mine);
    for (ManagedFields.Entry other : others) {
      gone.removeIf(
          path ->
              other.paths().contains(path)
                  || other.paths().stream().anyMatch(owned -> owned.isBelow(path)));
    }
    return gone;
  }

  /** After a write of another kind: what it changed is the writer's. */
  void record(JsonNode before, ObjectNode after) {
    JsonNode asked = after.path("metadata").path("managedFields");
    ManagedFields fields = ManagedFields.of(asked.isMissingNode() ? before : after);
    SortedMap<FieldPath, JsonNode> old = Fields.of(before);
    SortedMap<FieldPath, JsonNode> fresh = Fields.of(after);
    NavigableSet<FieldPath> gone = new TreeSet<>(old.keySet());
    gone.removeAll(fresh.keySet());
    fields.drop(gone);
    NavigableSet<FieldPath> changed = new TreeSet<>();
    fresh.forEach(
        (path, value) -> {
          if (!value.equals(old.get(path))) {
            changed.add(path);
          }
        });
    if (!changed.isEmpty()) {
      ManagedFields.Owner owner = owner("Update");
      fields.takeFromOthers(owner, changed);
      fields.find(owner).ifPresent(entry -> changed.addAll(entry.paths()));
      fields.put(new ManagedFields.Entry(owner, now, changed));
    }
    fields.writeTo(after);
  }

  private ManagedFields.Owner owner(String operation) {
    return new ManagedFields.Owner(
        writer.manager(), operation, resource.groupVersion(), subresource);
  }

  private static ApiFault conflict(List<Clash> clashes) {
    List<Status.Cause> causes =
        clashes.stream()
            .map(
                c ->
                    new Status.Cause(
                        "FieldManagerConflict",
                        "conflict with " + c.other().text(),
                        c.path().text()))
            .toList();
    return Refusals.applyConflict(message(clashes), causes);
  }

  private static String message(List<Clash> clashes) {
    if (clashes.size() == 1) {
      Clash only = clashes.getFirst();
      return "Apply failed with 1 conflict: conflict with %s: %s"
          .formatted(only.other().text(), only.path().text());
    }
    Map<String, List<String>> byManager = new java.util.TreeMap<>();
    clashes.forEach(
        c ->
            byManager
                .computeIfAbsent(c.other().text(), m -> new ArrayList<>())
                .add("- " + c.path().text()));
    List<String> lines = new ArrayList<>();
    byManager.forEach(
        (manager, paths) -> {
          lines.add("conflicts with %s:".formatted(manager));
          lines.addAll(paths);
        });
    return "Apply failed with %d conflicts: %s".formatted(clashes.size(), String.join("\n", lines));
  }

  private record Clash(ManagedFields.Entry other, FieldPath path) {}
}
