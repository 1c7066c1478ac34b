package io.caisson.service.meters;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.operation.ClusterStatus;
import io.caisson.domain.operation.Operation;
import io.caisson.domain.operation.Operations;
import io.caisson.service.traces.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmCompilationMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All meters in Prometheus's text form. What is said of clusters is counted anew for each reader,
 * over the clusters that this replica owns; so the sum over all replicas is what there is.
 */
public final class Exposition implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics pauses = new JvmGcMetrics();
  private final InstantSource clock;
  private final Traces traces;
  private final MultiGauge clusters = gauge("caisson.clusters", "by status, in Magnum's words");
  private final MultiGauge machines = gauge("caisson.machines", "by state");
  private final MultiGauge holds = gauge("caisson.holds", "reasons not to act, by kind");
  private final MultiGauge operations = gauge("caisson.operations", "not ended yet, by state");
  private final MultiGauge oldest =
      gauge("caisson.operation.oldest.seconds", "age of the oldest one that has not ended");
  private volatile Work work = new Work() {};

  public Exposition(InstantSource clock) {
    this(clock, Traces.unread());
  }

  /**
   * @param traces what its meters tell of calls
   */
  public Exposition(InstantSource clock, Traces traces) {
    this.clock = clock;
    this.traces = traces;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmCompilationMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    pauses.bindTo(registry);
    Gauge.builder("caisson.effects.under.way", this, all -> all.work.underWay())
        .description("calls for clusters that were begun and have not ended")
        .register(registry);
    Gauge.builder("caisson.turns.waiting", this, all -> all.work.waiting())
        .description("clusters whose news nobody has looked at yet")
        .register(registry);
  }

  /** What there is to do, and for which clusters. */
  public interface Work {
    default List<Cluster> owned() {
      return List.of();
    }

    default int underWay() {
      return 0;
    }

    default int waiting() {
      return 0;
    }
  }

  /** What is counted, for those who count. */
  public Meters meters() {
    return new Meters(registry, traces);
  }

  /** From now on this is what is told about. */
  public void of(Work whose) {
    work = whose;
  }

  private MultiGauge gauge(String name, String about) {
    return MultiGauge.builder(name).description(about).register(registry);
  }

  /** Content type {@code text/plain; version=0.0.4}. */
  public String text() {
    count(work.owned(), clock.instant());
    return registry.scrape();
  }

  private void count(List<Cluster> owned, Instant now) {
    show(clusters, "status", counts(owned, one -> Stream.of(ClusterStatus.of(one, now).state())));
    show(
        machines,
        "state",
        counts(owned, one -> one.machines().values().stream().map(machine -> machine.state())));
    show(holds, "name", counts(owned, one -> one.holds().values().stream().map(Exposition::kind)));
    List<Operation> open =
        owned.stream()
            .flatMap(one -> Operations.of(one, now).stream())
            .filter(one -> one.times().ended().isEmpty())
            .toList();
    show(operations, "state", counts(open, one -> Stream.of(one.outcome().state())));
    show(oldest, "state", ages(open, now));
  }

  /** The name of a hold without the thing that it is about. */
  private static String kind(Hold hold) {
    return hold.name().replaceFirst("[/:].*", "");
  }

  private static <T> Map<String, Number> counts(List<T> of, Function<T, Stream<?>> by) {
    return of.stream()
        .flatMap(by)
        .map(Object::toString)
        .collect(
            Collectors.groupingBy(
                Meters::word, TreeMap::new, Collectors.reducing(0, _ -> 1, Integer::sum)))
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<String, Number> ages(List<Operation> open, Instant now) {
    Map<String, Number> ages = new TreeMap<>();
    for (Operation one : open) {
      long age = Duration.between(one.times().started(), now).toSeconds();
      ages.merge(
          Meters.word(one.outcome().state().name()),
          age,
          (old, other) -> Math.max(old.longValue(), other.longValue()));
    }
    return ages;
  }

  private static void show(MultiGauge gauge, String label, Map<String, Number> values) {
    gauge.register(
        values.entrySet().stream()
            .map(one -> MultiGauge.Row.of(Tags.of(label, one.getKey()), one.getValue()))
            .toList(),
        true);
  }

  @Override
  public void close() {
    pauses.close();
    registry.close();
  }
}
