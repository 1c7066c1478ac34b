package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.plan.Plan;
import io.caisson.domain.plan.Sight;
import io.caisson.service.meters.Meters;
import io.caisson.service.meters.Meters.CloudCall;
import io.caisson.service.store.SampleClusters;
import io.caisson.service.traces.KeptSpans;
import io.caisson.service.traces.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WorkTracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-%s-00f067aa0ba902b7-01".formatted(TRACE);
  private static final Instant ASKED = SampleClusters.NOW;

  private final KeptSpans spans = new KeptSpans();
  private final Traces traces = spans.traces();
  private final Meters meters = new Meters(new SimpleMeterRegistry(), traces);

  @Test
  void callsOfALookAreItsChildrenOnWhicheverThreadTheyAreMade() {
    Cluster cluster = asked();
    WorkTraces.look(traces, cluster, this::lookElsewhere);

    SpanData look = spans.one("look");
    assertThat(look.getTraceId()).isEqualTo(TRACE);
    assertThat(look.getAttributes().get(AttributeKey.stringKey("caisson.cluster")))
        .isEqualTo(cluster.id().value());
    assertThat(spans.one("cloud compute read").getParentSpanId()).isEqualTo(look.getSpanId());
    assertThat(spans.one("kubernetes GET").getParentSpanId()).isEqualTo(look.getSpanId());
  }

  private Sight lookElsewhere() {
    try (ExecutorService threads = Traces.wrapping(Executors.newSingleThreadExecutor())) {
      Future<?> calls = threads.submit(this::calls);
      assertThat(calls).succeedsWithin(Duration.ofMinutes(1));
    }
    return Sight.none(ASKED);
  }

  private void calls() {
    meters.cloudCall(new CloudCall("compute", true, "ok"), Duration.ofMillis(3));
    meters.kubernetesCall("GET", "ok", Duration.ofMillis(3));
  }

  @Test
  void anEffectTellsWhatItWasAndWhatBecameOfIt() {
    Effect effect =
        new Effect(
            ResourceKey.parse("server/worker-1"),
            2,
            Attempt.Verb.DELETE,
            new Order.Delete("server-1"));
    WorkTraces.effect(
        traces, asked(), effect, () -> new Outcome.Failed(Outcome.Retry.SOON, "not now"));

    SpanData span = spans.one("effect Delete");
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("caisson.effect")))
        .isEqualTo("server/worker-1");
    assertThat(span.getAttributes().get(AttributeKey.stringKey("caisson.outcome")))
        .isEqualTo("Failed");
  }

  @Test
  void aMachineThatBecomesReadyTellsSinceWhenItWasAskedFor() {
    Cluster before = asked();
    Machine machine = before.machines().values().iterator().next();
    Cluster after =
        before.apply(
            List.of(
                new ClusterRecord.MachineMoved(
                    machine.id(), MachineState.READY, "", ASKED.plusSeconds(40))));
    turn(before, after);
    turn(after, after);

    SpanData ready = spans.one("machine Ready");
    assertThat(ready.getTraceId()).isEqualTo(TRACE);
    assertThat(ready.getAttributes().get(AttributeKey.stringKey("caisson.machine")))
        .isEqualTo(machine.name());
    assertThat(Duration.ofNanos(ready.getEndEpochNanos() - ready.getStartEpochNanos()))
        .isEqualTo(Duration.ofSeconds(40));
    assertThat(spans.named("turn")).hasSize(2).allMatch(one -> one.getTraceId().equals(TRACE));
  }

  private void turn(Cluster before, Cluster after) {
    Plan plan = new Plan(List.of(), ASKED);
    WorkTraces.turn(traces, new WorkTraces.Turn(before, after, plan, ASKED), ASKED);
  }

  @Test
  void whatIsDoneAfterItWasReachedBelongsToNoTrace() {
    Cluster reached = asked().apply(List.of(new ClusterRecord.RevisionReached(2, ASKED)));
    WorkTraces.look(traces, reached, this::lookElsewhere);
    turn(reached, reached);
    assertThat(spans.all()).isEmpty();
  }

  /** A cluster whose desired state was asked for by a request of the trace. */
  private static Cluster asked() {
    Cluster cluster = SampleClusters.cluster("project-1");
    Revision revision = new Revision(2, cluster.spec(), "ann", ASKED).in(Optional.of(PARENT));
    return cluster.apply(List.of(new ClusterRecord.Revised(revision), SampleClusters.planned(1)));
  }
}
