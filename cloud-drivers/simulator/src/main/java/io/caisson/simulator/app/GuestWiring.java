package io.caisson.simulator.app;

import io.caisson.simulator.guest.GuestFleet;
import io.caisson.simulator.machines.Bed;
import io.caisson.simulator.machines.MachineFleet;
import io.caisson.simulator.machines.PodNetwork;
import io.caisson.simulator.model.Guests;
import java.security.SecureRandom;

/** The one place that says what runs inside the instances of a simulator that was started alone. */
final class GuestWiring {
  private GuestWiring() {}

  /** Guests that are played in this process. */
  static Guests.Factory played() {
    return (dataCentre, timing) -> new GuestFleet(dataCentre, timing, new SecureRandom());
  }

  /** Real machines. */
  static Guests.Factory machines(String centre, PodNetwork podNetwork) {
    Bed bed = Bed.ofThisCheckout(centre);
    return (dataCentre, timing) -> MachineFleet.in(bed, podNetwork, dataCentre);
  }
}
