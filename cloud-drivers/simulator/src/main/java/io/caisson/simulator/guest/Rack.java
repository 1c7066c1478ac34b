package io.caisson.simulator.guest;

import io.caisson.simulator.guest.kubeadm.Clusters;
import io.caisson.simulator.kubeapi.ApiListeners;
import io.caisson.simulator.model.GuestSide;
import io.caisson.simulator.model.Timing;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What all machines of one data centre share. */
record Rack(
    GuestSide dataCentre,
    Timing timing,
    RandomGenerator random,
    ApiListeners listeners,
    Clusters clusters,
    SharedAddresses shared,
    Balancers balancers) {
  Rack(GuestSide dataCentre, Timing timing, RandomGenerator random) {
    this(
        dataCentre,
        timing,
        random,
        new ApiListeners(),
        new Clusters(),
        new SharedAddresses(dataCentre.timeline(), timing.api().multipliedBy(2)),
        new Balancers());
  }

  /** One value of a delay. */
  Duration vary(Duration delay) {
    synchronized (random) {
      return timing.vary(delay, random);
    }
  }
}
