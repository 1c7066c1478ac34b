package io.caisson.contract.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Nodes of the suite, with kubelets that it plays through the API: they renew their leases, say of
 * the pods that are bound to them that they run, and end them when they are told to. So the suite
 * needs no machine, and can let a node fall silent at any time.
 *
 * <p>The label {@value #PLAY} of a pod says what becomes of it: {@code sick} runs but never gets
 * ready, {@code done} ends well, {@code failed} does not; all others get ready.
 */
final class PlayedNodes implements AutoCloseable {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  static final String PLAY = "contract.caisson.io/play";
  static final String RUN = "contract.caisson.io/run";
  private static final Duration RENEWAL = Duration.ofSeconds(8);
  private static final Duration LOOK = Duration.ofMillis(120);

  private final Caller admin;
  private final String run;
  private final InstantSource clock;
  private final Map<String, Instant> renewed = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("kubelets").factory());

  PlayedNodes(Caller admin, String run, InstantSource clock) {
    this.admin = admin;
    this.run = run;
    this.clock = clock;
    thread.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Posts a Ready node and plays its kubelet from now on. */
  void add(String name) {
    JsonNode node = admin.post("/api/v1/nodes", node(name)).expect(201).json();
    admin.post(leases(), lease(name, node.at("/metadata/uid").asText())).expect(201);
    renewed.put(name, clock.instant());
  }

  /** From now on its kubelet neither renews anything nor ends any pod. */
  void silence(String name) {
    renewed.remove(name);
  }

  /** The node goes, and its pods with it. */
  void retire(String name) {
    silence(name);
    Answer pods = admin.get("/api/v1/pods?fieldSelector=spec.nodeName%3D" + name);
    for (JsonNode pod : pods.json().path("items")) {
      admin.delete(path(pod) + "?gracePeriodSeconds=0");
    }
    remove(name);
  }

  /** The node goes; of its pods somebody else has to take care. */
  void remove(String name) {
    silence(name);
    admin.delete("/api/v1/nodes/" + name);
    admin.delete(leases() + "/" + name);
  }

  @Override
  public void close() {
    renewed.keySet().forEach(this::retire);
    thread.shutdownNow();
  }

  private ObjectNode node(String name) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    return Doc.of(
        """
        metadata:
          name: %1$s
          labels: {%2$s: %3$s, kubernetes.io/hostname: %1$s}
        spec:
          taints: [{key: %2$s, value: %3$s, effect: NoSchedule}]
        status:
          capacity: {cpu: '32', memory: 64Gi, pods: '110'}
          allocatable: {cpu: '32', memory: 64Gi, pods: '110'}
          conditions:
          - {type: Ready, status: 'True', reason: KubeletReady, message: played by the contract,
             lastHeartbeatTime: '%4$s', lastTransitionTime: '%4$s'}
        """,
        name, RUN, run, now);
  }

  private ObjectNode lease(String name, String uid) {
    return Doc.of(
        """
        metadata:
          name: %1$s
          ownerReferences: [{apiVersion: v1, kind: Node, name: %1$s, uid: %2$s}]
        spec: {holderIdentity: %1$s, leaseDurationSeconds: 40, renewTime: '%3$s'}
        """,
        name, uid, now());
  }

  /** Always six digits, as the API wants them: an instant's own text leaves zeros out. */
  private String now() {
    return MICROS.format(clock.instant());
  }

  /** One look that comes to nothing, while the cluster is busy, is made good by the next. */
  private void look() {
    try {
      renewed.forEach(this::look);
    } catch (UncheckedIOException | IllegalStateException later) {
      System.err.println("the played kubelets missed a look: " + later.getMessage());
    }
  }

  private void look(String node, Instant last) {
    if (last.plus(RENEWAL).isBefore(clock.instant())) {
      String path = leases() + "/" + node;
      admin.patch(Caller.MERGE, path, Doc.of("spec: {renewTime: '%s'}", now()));
      renewed.computeIfPresent(node, (_, _) -> clock.instant());
    }
    Answer pods = admin.get("/api/v1/pods?fieldSelector=spec.nodeName%3D" + node);
    if (pods.status() == 200) {
      pods.json().path("items").forEach(this::play);
    }
  }

  private void play(JsonNode pod) {
    String path = path(pod);
    String phase = pod.at("/status/phase").asText();
    if (pod.at("/metadata").has("deletionTimestamp")) {
      String uid = pod.at("/metadata/uid").asText();
      admin.delete(path, Doc.of("{gracePeriodSeconds: 0, preconditions: {uid: %s}}", uid));
    } else if (phase.isEmpty() || phase.equals("Pending")) {
      String play = pod.at("/metadata/labels").path(PLAY).asText();
      admin.patch(Caller.STRATEGIC, path + "/status", status(play));
    }
  }

  private static String path(JsonNode pod) {
    return "/api/v1/namespaces/%s/pods/%s"
        .formatted(pod.at("/metadata/namespace").asText(), pod.at("/metadata/name").asText());
  }

  private ObjectNode status(String play) {
    String phase =
        switch (play) {
          case "done" -> "Succeeded";
          case "failed" -> "Failed";
          default -> "Running";
        };
    String ready = phase.equals("Running") && !play.equals("sick") ? "True" : "False";
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    return Doc.of(
        """
        status:
          phase: %1$s
          startTime: '%3$s'
          conditions:
          - {type: Initialized, status: 'True', lastTransitionTime: '%3$s'}
          - {type: Ready, status: '%2$s', lastTransitionTime: '%3$s'}
          - {type: ContainersReady, status: '%2$s', lastTransitionTime: '%3$s'}
        """,
        phase, ready, now);
  }

  private static String leases() {
    return "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
  }
}
