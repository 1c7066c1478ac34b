package io.caisson.openstack;

import io.caisson.openstack.wire.Json;
import org.jspecify.annotations.Nullable;

/** What a create call must have answered. */
final class Made {
  private Made() {}

  static String id(@Nullable String id) {
    if (id == null || id.isEmpty()) {
      throw Json.broken(200, "made, but the answer has no id");
    }
    return id;
  }
}
