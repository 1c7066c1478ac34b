package io.caisson.simulator.app;

import io.caisson.simulator.guest.GuestFleet;
import io.caisson.simulator.model.Guests;
import java.security.SecureRandom;

/** The one place that says what runs inside the instances of a simulator that was started alone. */
final class GuestWiring {
  private GuestWiring() {}

  static Guests.Factory factory() {
    return (dataCentre, timing) -> new GuestFleet(dataCentre, timing, new SecureRandom());
  }
}
