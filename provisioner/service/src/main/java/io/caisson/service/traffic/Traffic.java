package io.caisson.service.traffic;

import io.caisson.service.meters.Meters;
import io.caisson.spi.cloud.Cloud;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ways of all clusters to one cloud. Clusters of one project share its lists and its part of
 * the cloud's attention; projects share nothing but the knowledge that the cloud does not answer.
 */
public final class Traffic {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ConcurrentHashMap<String, ProjectTraffic> projects = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, String> clusters = new ConcurrentHashMap<>();
  private final Breakers breakers;
  private final Gate.Limits limits;
  private final Pulse pulse;
  private final InstantSource clock;

  /** One for each service of the cloud that fails by itself. */
  record Breakers(Breaker compute, Breaker network, Breaker volume, Breaker balancer) {
    static Breakers metered(Meters meters) {
      return new Breakers(
          new Breaker(CallMeter.of("compute", meters)),
          new Breaker(CallMeter.of("network", meters)),
          new Breaker(CallMeter.of("volume", meters)),
          new Breaker(CallMeter.of("load-balancer", meters)));
    }
  }

  /**
   * @param callLimit how long one call may take
   */
  public Traffic(Duration callLimit, Meters meters, InstantSource clock) {
    this(Gate.Limits.usual(patience(callLimit)), Breakers.metered(meters), Pulse.REAL, clock);
  }

  /** How long a call may wait for its turn before it is sent. */
  public static Duration patience(Duration callLimit) {
    Duration half = callLimit.dividedBy(2);
    return half.compareTo(PATIENCE) < 0 ? half : PATIENCE;
  }

  Traffic(Gate.Limits limits, Breakers breakers, Pulse pulse, InstantSource clock) {
    this.breakers = breakers;
    this.limits = limits;
    this.pulse = pulse;
    this.clock = clock;
  }

  /**
   * A cluster's way to its project.
   *
   * @param project that the credential of {@code own} is for
   * @param own the project by the cluster's own credential
   */
  public Cloud of(Asker asker, String project, Cloud own) {
    clusters.put(asker.cluster(), project);
    return new GuardedCloud(
        projects.computeIfAbsent(project, _ -> new ProjectTraffic(breakers, limits, pulse, clock)),
        asker,
        own);
  }

  /** The cluster is gone; with its last cluster a project is forgotten. */
  public void forget(String cluster) {
    Optional.ofNullable(clusters.remove(cluster)).ifPresent(project -> forget(cluster, project));
  }

  private void forget(String cluster, String project) {
    Optional.ofNullable(projects.get(project)).ifPresent(known -> known.forget(cluster));
    projects.keySet().removeIf(one -> one.equals(project) && !clusters.containsValue(project));
  }
}
