package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Who owns which fields of one object, as the object itself says. */
final class ManagedFields {
  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::operation)
          .thenComparing(Entry::time)
          .thenComparing(Entry::manager);

  private final List<Entry> entries = new ArrayList<>();

  static ManagedFields of(JsonNode object) {
    ManagedFields fields = new ManagedFields();
    for (JsonNode entry : object.path("metadata").path("managedFields")) {
      if (entry.has("manager")) {
        fields.entries.add(Entry.read(entry));
      }
    }
    return fields;
  }

  Optional<Entry> find(Owner owner) {
    return entries.stream().filter(entry -> entry.owner().equals(owner)).findFirst();
  }

  List<Entry> others(Owner owner) {
    return entries.stream().filter(entry -> !entry.owner().equals(owner)).toList();
  }

  void put(Entry entry) {
    entries.removeIf(there -> there.owner().equals(entry.owner()));
    if (!entry.paths().isEmpty()) {
      entries.add(entry);
    }
  }

  /** Nobody owns what is no longer there. */
  void drop(Collection<FieldPath> paths) {
    entries.forEach(entry -> entry.paths().removeAll(paths));
    entries.removeIf(entry -> entry.paths().isEmpty());
  }

  void takeFromOthers(Owner owner, Collection<FieldPath> paths) {
    others(owner).forEach(entry -> entry.paths().removeAll(paths));
    entries.removeIf(entry -> entry.paths().isEmpty());
  }

  void writeTo(ObjectNode object) {
    ObjectNode metadata = Json.child(object, "metadata");
    metadata.remove("managedFields");
    if (!entries.isEmpty()) {
      ArrayNode list = metadata.putArray("managedFields");
      entries.stream().sorted(ORDER).map(Entry::tree).forEach(list::add);
    }
  }

  /**
   * Who writes by which way.
   *
   * @param operation {@code Apply} or {@code Update}
   * @param subresource empty for the object itself
   */
  record Owner(String manager, String operation, String apiVersion, String subresource) {}

  /** What one of them owns, and since when. */
  record Entry(Owner owner, String time, NavigableSet<FieldPath> paths) {
    Entry {
      paths = new TreeSet<>(paths);
    }

    static Entry read(JsonNode entry) {
      return new Entry(
          new Owner(
              entry.path("manager").asText(),
              entry.path("operation").asText(),
              entry.path("apiVersion").asText(),
              entry.path("subresource").asText()),
          entry.path("time").asText(),
          Fields.paths(entry.path("fieldsV1")));
    }

    String manager() {
      return owner.manager();
    }

    String operation() {
      return owner.operation();
    }

    ObjectNode tree() {
      ObjectNode entry =
          Json.object()
              .put("manager", owner.manager())
              .put("operation", owner.operation())
              .put("apiVersion", owner.apiVersion())
              .put("time", time)
              .put("fieldsType", "FieldsV1");
      entry.set("fieldsV1", Fields.tree(paths));
      return owner.subresource().isEmpty() ? entry : entry.put("subresource", owner.subresource());
    }

    /** As a conflict names it. */
    String text() {
      String who = "\"" + owner.manager() + "\"";
      if (!owner.subresource().isEmpty()) {
        who += " with subresource \"" + owner.subresource() + "\"";
      }
      return owner.operation().equals("Update")
          ? "%s using %s".formatted(who, owner.apiVersion())
          : who;
    }
  }
}
