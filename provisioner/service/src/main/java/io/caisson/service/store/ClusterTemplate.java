package io.caisson.service.store;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A named, reusable part of a cluster's spec: Magnum's template.
 *
 * @param id UUID
 * @param attributes the values that were given, by Magnum's names, as text
 * @param labels Magnum's labels
 */
public record ClusterTemplate(
    String id,
    String name,
    Owner owner,
    Sharing sharing,
    Times times,
    SortedMap<String, String> attributes,
    SortedMap<String, String> labels) {
  public ClusterTemplate {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** Ids of the project that has it and the user who made it. */
  public record Owner(String project, String user) {}

  /**
   * @param everybody other projects may use it
   * @param hidden only administrators may see it
   */
  public record Sharing(boolean everybody, boolean hidden) {
    public static final Sharing PRIVATE = new Sharing(false, false);
  }

  /** When it was made and last changed. */
  public record Times(Instant created, Optional<Instant> updated) {}
}
