package io.caisson.service.workload.fabric8;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.domain.disruption.DrainPolicy;
import io.caisson.service.bootstrap.pki.TlsCredential;
import io.caisson.service.meters.Meters;
import io.caisson.service.workload.DrainPorts;
import io.caisson.service.workload.DrainRound;
import io.caisson.service.workload.Pauses;
import io.caisson.simulator.kubeapi.ClusterClient;
import io.caisson.simulator.model.VirtualTimeline;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.LabelSelector;
import io.caisson.spi.kubernetes.Pod;
import io.caisson.spi.kubernetes.Pods;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How soon a drain ends after its last pod may go: real HTTP to the simulator's API server, whose
 * controllers and kubelets live in virtual time.
 */
@Timeout(120)
class DrainFigureTest {
  private static final Duration BLOCKED = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofMillis(20);

  private final VirtualTimeline timeline = new VirtualTimeline(Clock.systemUTC().instant());
  private final Instant start = timeline.now();
  private final SimulatedCluster cluster = new SimulatedCluster("v1.34.4", timeline);
  private final Fabric8Kubernetes kubernetes =
      new Fabric8Kubernetes(Duration.ofSeconds(20), Meters.unread());
  private final ClusterClient client = cluster.cluster().client("test");
  private Optional<Instant> unblocked = Optional.empty();
  private int asked;

  @AfterEach
  void close() {
    kubernetes.close();
    cluster.close();
  }

  @Test
  void aHundredPodsOfWhichTenAreBlockedForAMinuteAreGoneWithinASecondOfTheLast() {
    node("old");
    node("new");
    for (int i = 0; i < 90; i++) {
      pod("web-" + i, "web", "old");
    }
    for (int i = 0; i < 10; i++) {
      pod("db-" + i, "db", "old");
    }
    create(
        "{'apiVersion':'policy/v1','kind':'PodDisruptionBudget','metadata':{'name':'db',"
            + "'namespace':'default'},'spec':{'minAvailable':10,'selector':{'matchLabels':"
            + "{'app':'db'}}}}");
    timeline.advance(Duration.ofSeconds(2));
    Instant began = timeline.now();
    timeline.schedule(BLOCKED, this::moreOfThem);

    drain();

    Instant last = unblocked.orElseThrow();
    assertThat(last).isAfterOrEqualTo(began.plus(BLOCKED));
    assertThat(Duration.between(last, timeline.now())).isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(asked).as("each is asked once, when it may go").isEqualTo(100);
    assertThat(client.list("pods")).as("those that came for them").hasSize(10);
  }

  private void moreOfThem() {
    for (int i = 10; i < 20; i++) {
      pod("db-" + i, "db", "new");
    }
  }

  private void drain() {
    KubernetesApi api = api();
    DrainPorts ports =
        new DrainPorts(counted(api.pods()), api.budgets(), api.leases(), api.attachments());
    DrainRound round = new DrainRound(Duration.ofSeconds(15), pauses());
    while (round.run(ports, "old", DrainPolicy.USUAL) instanceof DrainRound.Result.NotYet) {
      assertThat(timeline.now()).isBefore(start.plus(Duration.ofMinutes(5)));
    }
  }

  private Pauses pauses() {
    return new Pauses() {
      @Override
      public Instant now() {
        return timeline.now();
      }

      @Override
      public void pause(Duration time) {
        Instant end = timeline.now().plus(time);
        while (timeline.now().isBefore(end)) {
          timeline.advance(TICK);
          lookAtBudget();
        }
      }
    };
  }

  private void lookAtBudget() {
    int allowed =
        client
            .get("poddisruptionbudgets", "default", "db")
            .at("/status/disruptionsAllowed")
            .asInt();
    if (unblocked.isEmpty() && allowed >= 10) {
      unblocked = Optional.of(timeline.now());
    }
  }

  private Pods counted(Pods pods) {
    return new Pods() {
      @Override
      public List<Pod> on(String node) {
        return pods.on(node);
      }

      @Override
      public List<Placed> placed(LabelSelector labels) {
        return pods.placed(labels);
      }

      @Override
      public Answer evict(Pod pod) {
        asked++;
        return pods.evict(pod);
      }
    };
  }

  private KubernetesApi api() {
    var who = cluster.kubeconfig();
    return kubernetes.dial(
        who.server(), who.authority(), new TlsCredential(who.certificate(), who.pkcs8Key()));
  }

  private void node(String name) {
    create(
        "{'apiVersion':'v1','kind':'Node','metadata':{'name':'%s'},'status':{'conditions':[{'type':'Ready','status':'True'}]}}"
            .formatted(name));
    cluster.cluster().kubelets().started(name);
  }

  private void pod(String name, String app, String node) {
    create(
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'%s','namespace':'default','labels':{'app':'%s'}},'spec':{'nodeName':'%s','containers':[{'name':'c','image':'i'}]}}"
            .formatted(name, app, node));
  }

  private void create(String quoted) {
    try {
      client.create((ObjectNode) new ObjectMapper().readTree(quoted.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(quoted, e);
    }
  }
}
