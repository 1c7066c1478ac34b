package io.caisson.service.meters;

import io.caisson.service.traces.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Counts and times what the service does. Labels come from small fixed sets: never an id, a name or
 * a text that somebody outside has chosen, so that neither their number nor what they say grows
 * with the tenants.
 */
public final class Meters {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  /** Whoever sends a request chooses its method. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  private final MeterRegistry registry;
  private final Traces traces;

  /**
   * @param traces are told of calls too
   */
  public Meters(MeterRegistry registry, Traces traces) {
    this.registry = registry;
    this.traces = traces;
  }

  /** What belongs to a trace of those that are told. */
  public Traces traces() {
    return traces;
  }

  /** For those whom nobody asks. */
  public static Meters unread() {
    return new Meters(new SimpleMeterRegistry(), Traces.unread());
  }

  /** One turn of a cluster's loop. */
  public void turn(String outcome, Duration took) {
    record("caisson.turn", took, "outcome", outcome);
  }

  /**
   * One effect that was carried out.
   *
   * @param kind of what it makes or removes
   */
  public void effect(String kind, String outcome, Duration took) {
    record("caisson.effect", took, "kind", word(kind), "outcome", outcome);
  }

  /** One call to the cloud. */
  public void cloudCall(CloudCall call, Duration took) {
    String access = call.reads() ? "read" : "change";
    String outcome = word(call.outcome());
    record(
        "caisson.cloud.call",
        took,
        "service",
        call.service(),
        "access",
        access,
        "outcome",
        outcome);
    traces.call(
        new Traces.Said("cloud %s %s".formatted(call.service(), access), outcome(outcome)), took);
  }

  private static Map<String, String> outcome(String outcome) {
    return Map.of("caisson.outcome", outcome);
  }

  /** One call to a cluster's API. */
  public void kubernetesCall(String method, String outcome, Duration took) {
    record("caisson.kubernetes.call", took, "method", method, "outcome", outcome);
    traces.call(new Traces.Said("kubernetes " + method, outcome(outcome)), took);
  }

  /**
   * @param service of the cloud
   * @param outcome {@code ok}, or the kind of fault
   */
  public record CloudCall(String service, boolean reads, String outcome) {}

  /** One request to our APIs. */
  public void request(Request request, Duration took) {
    record(
        "caisson.request",
        took,
        "api",
        request.api(),
        "method",
        METHODS.contains(request.method()) ? request.method() : "other",
        "status",
        request.status() / 100 + "xx");
  }

  /**
   * @param api {@code magnum} or {@code own}
   */
  public record Request(String api, String method, int status) {}

  private void record(String name, Duration took, String... labels) {
    Timer.builder(name)
        .tags(labels)
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(took);
  }

  /** {@code NoCapacity} and {@code NO_CAPACITY} as {@code no_capacity}. */
  static String word(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
