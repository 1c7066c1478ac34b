package io.caisson.simulator.app;

import io.caisson.simulator.model.Guests;

/** The one place that says what runs inside the instances of a simulator that was started alone. */
final class GuestWiring {
  private GuestWiring() {}

  static Guests.Factory factory() {
    return (_, _) -> Guests.none();
  }
}
