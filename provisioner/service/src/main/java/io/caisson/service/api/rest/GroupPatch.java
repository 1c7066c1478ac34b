package io.caisson.service.api.rest;

import io.caisson.service.tenancy.GroupUpdate;
import java.util.Set;

/** What of a node group is to be different, as a request describes it. */
final class GroupPatch {
  private static final Set<String> POSSIBLE =
      Set.of("name", "count", "bounds", "flavor", "image", PaceRequest.NAME);

  private GroupPatch() {}

  static GroupUpdate read(Part part, String group) {
    for (String name : Forms.NODE_GROUP.names()) {
      if (!POSSIBLE.contains(name) && part.has(name)) {
        part.problem(
            name,
            "cannot be changed in this version: make another node group, and remove this one");
      }
    }
    return new GroupUpdate(
        group,
        part.path(),
        part.number("count"),
        GroupRequest.bounds(part),
        part.text("flavor"),
        part.text("image"));
  }
}
