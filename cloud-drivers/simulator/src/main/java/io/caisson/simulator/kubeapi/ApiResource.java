package io.caisson.simulator.kubeapi;

import java.util.List;

/**
 * One kind of object and the path it is served at.
 *
 * @param group empty for the core group
 * @param plural the name in paths
 * @param subresources names without those of their own verbs
 */
record ApiResource(
    String group,
    String version,
    String plural,
    String singular,
    String kind,
    boolean namespaced,
    List<String> shortNames,
    List<String> categories,
    List<String> subresources) {
  ApiResource {
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
    subresources = List.copyOf(subresources);
  }

  /** The same kind at another version of its group. */
  ApiResource at(String otherVersion) {
    return new ApiResource(
        group,
        otherVersion,
        plural,
        singular,
        kind,
        namespaced,
        shortNames,
        categories,
        subresources);
  }

  /** As {@code apiVersion} has it. */
  String groupVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As messages name it: {@code leases.coordination.k8s.io}. */
  String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  boolean hasStatus() {
    return subresources.contains("status");
  }

  /** Kinds that are only questions: created, answered, never kept. */
  boolean isReview() {
    return kind.endsWith("Review") || kind.equals("Binding");
  }

  boolean is(String otherPlural) {
    return plural.equals(otherPlural);
  }
}
