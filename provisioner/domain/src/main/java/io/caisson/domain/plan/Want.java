package io.caisson.domain.plan;

import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.ResourceKey;
import java.util.Optional;

/**
 * A resource that should be there.
 *
 * @param order how to make it; empty while something else must come first
 * @param waitsFor what that is
 */
record Want(ResourceKey key, Optional<Order> order, String waitsFor) {
  static Want of(ResourceKey key, Order order) {
    return new Want(key, Optional.of(order), "");
  }

  static Want after(ResourceKey key, String what) {
    return new Want(key, Optional.empty(), what);
  }
}
