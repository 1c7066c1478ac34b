package io.caisson.simulator.model;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long things take in this data centre.
 *
 * @param vm from an accepted order of a server to its being ACTIVE; rebooting it and the like take
 *     a tenth of that
 * @param removal from an accepted deletion of a server to its being gone
 * @param node from a machine's bundle to its node being registered
 * @param api from the start of a control plane to its API answering
 * @param jitter share by which each of them varies, up and down: 0.2 is ± 20 %
 */
public record Timing(Duration vm, Duration removal, Duration node, Duration api, double jitter) {
  public Timing {
    for (Duration delay : new Duration[] {vm, removal, node, api}) {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("a delay cannot be negative: " + delay);
      }
    }
    if (!(jitter >= 0 && jitter < 1)) {
      throw new IllegalArgumentException("jitter is a share from 0 to below 1, not " + jitter);
    }
  }

  /** A data centre that removes a server in a tenth of the time that it takes to make one. */
  public Timing(Duration vm, Duration node, Duration api, double jitter) {
    this(vm, vm.dividedBy(10), node, api, jitter);
  }

  /** Ten seconds for a server, two for a node and for an API server, ± 20 %. */
  public static Timing usual() {
    return new Timing(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(2), 0.2);
  }

  public static Timing none() {
    return new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
  }

  /** One real value of a delay: the same sequence for the same seed. */
  public Duration vary(Duration delay, RandomGenerator random) {
    double factor = 1 + jitter * (2 * random.nextDouble() - 1);
    return Duration.ofNanos(Math.round(delay.toNanos() * factor));
  }
}
