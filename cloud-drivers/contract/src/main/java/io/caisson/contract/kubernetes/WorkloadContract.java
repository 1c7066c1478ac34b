package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Controllers that make pods, and the scheduler that places them. */
public interface WorkloadContract extends UnderTest {
  @Test
  default void aDeploymentBecomesAvailable(Bench bench) {
    String path = deployment(bench, 2);

    Answer there = bench.until(path, d -> d.at("/status/availableReplicas").asInt() == 2);

    assertThat(Bench.condition(there.json(), "Available")).isEqualTo("True");
    assertThat(there.at("/status/observedGeneration").asInt()).isEqualTo(1);
    assertThat(there.text("/metadata/annotations/deployment.kubernetes.io~1revision"))
        .isEqualTo("1");
    Answer sets = bench.admin().get(bench.in("apps/v1", "replicasets?labelSelector=app%3Da"));
    assertThat(sets.at("/items")).hasSize(1);
    assertThat(sets.text("/items/0/metadata/ownerReferences/0/kind")).isEqualTo("Deployment");
    assertThat(sets.text("/items/0/metadata/labels/pod-template-hash")).isNotEmpty();
  }

  @Test
  default void aLostPodIsReplaced(Bench bench) {
    String path = deployment(bench, 2);
    bench.until(path, d -> d.at("/status/availableReplicas").asInt() == 2);
    String lost = pods(bench, "a").names().getFirst();

    EvictionContract.evict(bench, lost).expect(201);

    bench.untilGone(bench.core("pods/" + lost));
    bench.until(path, d -> d.at("/status/availableReplicas").asInt() == 2);
    assertThat(pods(bench, "a").names()).hasSize(2).doesNotContain(lost);
    Answer pod = bench.admin().get(bench.core("pods/" + pods(bench, "a").names().getFirst()));
    assertThat(pod.text("/metadata/ownerReferences/0/kind")).isEqualTo("ReplicaSet");
    assertThat(pod.at("/metadata/ownerReferences/0/controller").asBoolean()).isTrue();
    assertThat(pod.text("/metadata/generateName")).matches("a-[a-z0-9]+-");
  }

  @Test
  default void aDeploymentIsScaledByItsScale(Bench bench) {
    String path = deployment(bench, 2);
    bench.until(path, d -> d.at("/status/availableReplicas").asInt() == 2);

    Answer scale = bench.admin().get(path + "/scale").expect(200);
    assertThat(scale.text("/kind")).isEqualTo("Scale");
    assertThat(scale.text("/apiVersion")).isEqualTo("autoscaling/v1");
    bench.admin().patch(Caller.MERGE, path + "/scale", Doc.of("spec: {replicas: 1}")).expect(200);

    bench.until(path, d -> d.at("/status/replicas").asInt() == 1);
    bench.eventually(() -> pods(bench, "a").names().size() == 1);
  }

  @Test
  default void aNewTemplateIsRolledOut(Bench bench) {
    String path = deployment(bench, 2);
    bench.until(path, d -> d.at("/status/availableReplicas").asInt() == 2);
    List<String> before = pods(bench, "a").names();

    bench
        .admin()
        .patch(
            Caller.STRATEGIC,
            path,
            Doc.of("spec: {template: {spec: {containers: [{name: c, image: 'app:2'}]}}}"))
        .expect(200);

    bench.until(
        path,
        d ->
            d.at("/status/observedGeneration").asInt() == 2
                && d.at("/status/updatedReplicas").asInt() == 2
                && d.at("/status/replicas").asInt() == 2
                && d.at("/status/availableReplicas").asInt() == 2);
    bench.eventually(() -> pods(bench, "a").names().stream().noneMatch(before::contains));
    assertThat(
            bench
                .admin()
                .get(path)
                .text("/metadata/annotations/deployment.kubernetes.io~1revision"))
        .isEqualTo("2");
    assertThat(
            bench
                .admin()
                .get(bench.in("apps/v1", "replicasets?labelSelector=app%3Da"))
                .at("/items"))
        .hasSize(2);
  }

  @Test
  default void aDeploymentsBudgetReckonsWithItsScale(Bench bench) {
    String path = deployment(bench, 2);
    bench.until(path, d -> d.at("/status/availableReplicas").asInt() == 2);

    bench
        .admin()
        .post(
            bench.in("policy/v1", "poddisruptionbudgets"),
            Doc.of(
                "{metadata: {name: b}, spec: {maxUnavailable: 50%%, selector: {matchLabels: {app:"
                    + " a}}}}"))
        .expect(201);

    Answer budget =
        bench.until(
            bench.in("policy/v1", "poddisruptionbudgets/b"),
            b -> b.at("/status/disruptionsAllowed").asInt() == 1);
    assertThat(budget.at("/status/expectedPods").asInt()).isEqualTo(2);
    assertThat(budget.at("/status/desiredHealthy").asInt()).isEqualTo(1);
  }

  @Test
  default void aDeploymentTakesItsPodsWithIt(Bench bench) {
    String path = deployment(bench, 2);
    bench.until(path, d -> d.at("/status/availableReplicas").asInt() == 2);

    bench.admin().delete(path, Doc.of("propagationPolicy: Background")).expect(200);

    bench.eventually(() -> pods(bench, "a").names().isEmpty());
  }

  @Test
  default void aStatefulSetCountsItsPods(Bench bench) {
    String sets = bench.in("apps/v1", "statefulsets");
    bench
        .admin()
        .post(
            sets,
            Doc.of(
                "{metadata: {name: a}, spec: {replicas: 2, serviceName: a, selector: {matchLabels:"
                    + " {app: a}}, template: %s}}",
                bench.template("a", "ready")))
        .expect(201);

    bench.until(sets + "/a", s -> s.at("/status/readyReplicas").asInt() == 2);
    assertThat(pods(bench, "a").names()).containsExactly("a-0", "a-1");
    String uid = bench.admin().get(bench.core("pods/a-1")).text("/metadata/uid");
    EvictionContract.evict(bench, "a-1").expect(201);
    bench.until(
        bench.core("pods/a-1"),
        p ->
            !p.at("/metadata/uid").asText().equals(uid)
                && Bench.condition(p, "Ready").equals("True"));
  }

  @Test
  default void aDaemonSetIsOnEachNodeThatItChooses(Bench bench) {
    String sets = bench.in("apps/v1", "daemonsets");
    bench
        .admin()
        .post(
            sets,
            Doc.of(
                "{metadata: {name: a}, spec: {selector: {matchLabels: {app: a}}, template: %s}}",
                bench.template("a", "ready")))
        .expect(201);

    bench.until(
        sets + "/a",
        s ->
            s.at("/status/desiredNumberScheduled").asInt() >= 2
                && s.at("/status/numberReady").asInt() >= 2);
    List<String> on =
        StreamSupport.stream(pods(bench, "a").at("/items").spliterator(), false)
            .map(p -> p.at("/spec/nodeName").asText())
            .toList();
    assertThat(on).contains(bench.node()).doesNotHaveDuplicates();
    String tolerated = pods(bench, "a").at("/items/0/spec/tolerations").toString();
    assertThat(tolerated)
        .contains("node.kubernetes.io/unschedulable", "node.kubernetes.io/unreachable");
  }

  @Test
  default void aJobEndsWithItsPods(Bench bench) {
    String jobs = bench.in("batch/v1", "jobs");
    bench.admin().post(jobs, job(bench, "done", "completions: 2, parallelism: 2")).expect(201);

    Answer over = bench.until(jobs + "/a", j -> Bench.condition(j, "Complete").equals("True"));

    assertThat(over.at("/status/succeeded").asInt()).isEqualTo(2);
    assertThat(over.text("/status/completionTime")).isNotEmpty();
    assertThat(pods(bench, "a").at("/items/0/metadata/labels").has("batch.kubernetes.io/job-name"))
        .isTrue();
  }

  @Test
  default void aJobThatFailsSaysSo(Bench bench) {
    String jobs = bench.in("batch/v1", "jobs");
    bench.admin().post(jobs, job(bench, "failed", "backoffLimit: 0")).expect(201);

    Answer over = bench.until(jobs + "/a", j -> Bench.condition(j, "Failed").equals("True"));

    assertThat(over.at("/status/failed").asInt()).isEqualTo(1);
    assertThat(over.at("/status/conditions").findValuesAsText("reason"))
        .contains("BackoffLimitExceeded");
  }

  @Test
  default void aPodThatFitsNowhereSaysWhy(Bench bench) {
    bench
        .admin()
        .post(
            bench.core("pods"),
            Doc.of(
                "{metadata: {name: a}, spec: {nodeSelector: {no: such}, containers: [{name: c,"
                    + " image: 'app:1'}]}}"))
        .expect(201);

    Answer pod =
        bench.until(bench.core("pods/a"), p -> Bench.condition(p, "PodScheduled").equals("False"));

    assertThat(pod.at("/status/conditions").findValuesAsText("reason")).contains("Unschedulable");
    assertThat(pod.at("/status/conditions").toString()).contains("nodes are available");
    assertThat(pod.text("/status/phase")).isEqualTo("Pending");
  }

  @Test
  default void aCordonedNodeGetsNoPods(Bench bench) {
    String node = bench.freshNode();
    bench
        .admin()
        .patch(
            Caller.MERGE,
            "/api/v1/nodes/" + node,
            Doc.of("spec: {unschedulable: true, taints: null}"))
        .expect(200);
    ObjectNode pod = bench.podOn("", "a", "a", "ready");
    ((ObjectNode) pod.at("/spec")).remove("nodeName");
    ((ObjectNode) pod.at("/spec"))
        .setAll(Doc.of("nodeSelector: {kubernetes.io/hostname: %s}", node));
    bench.admin().post(bench.core("pods"), pod).expect(201);
    bench.until(bench.core("pods/a"), p -> Bench.condition(p, "PodScheduled").equals("False"));

    bench
        .admin()
        .patch(Caller.MERGE, "/api/v1/nodes/" + node, Doc.of("spec: {unschedulable: null}"))
        .expect(200);

    assertThat(bench.ready("a").text("/spec/nodeName")).isEqualTo(node);
  }

  @Test
  default void aTaintKeepsPodsAwayThatDoNotTolerateIt(Bench bench) {
    ObjectNode pod = bench.podOn("", "a", "a", "ready");
    ((ObjectNode) pod.at("/spec")).remove("nodeName");
    ((ObjectNode) pod.at("/spec"))
        .setAll(Doc.of("nodeSelector: {%s: %s}", PlayedNodes.RUN, bench.run()));
    bench.admin().post(bench.core("pods"), pod).expect(201);

    Answer waiting =
        bench.until(bench.core("pods/a"), p -> Bench.condition(p, "PodScheduled").equals("False"));

    assertThat(waiting.at("/status/conditions").toString()).contains("untolerated taint");
  }

  @Test
  default void aPodPrefersTheNodeWithoutATaintThatAsksForIt(Bench bench) {
    List<String> nodes = List.of(bench.freshNode("a"), bench.freshNode("b"));
    String path = "/api/v1/nodes/" + nodes.getFirst();
    bench
        .admin()
        .patch(Caller.MERGE, path, Doc.of("spec: {taints: [{key: old, effect: PreferNoSchedule}]}"))
        .expect(200);
    bench
        .admin()
        .patch(Caller.MERGE, "/api/v1/nodes/" + nodes.getLast(), Doc.of("spec: {taints: null}"))
        .expect(200);

    for (String pod : List.of("a", "b")) {
      bench.admin().post(bench.core("pods"), eitherOf(bench, pod, nodes)).expect(201);
      assertThat(bench.ready(pod).text("/spec/nodeName")).as(pod).isEqualTo(nodes.getLast());
    }
    ObjectNode tolerant = eitherOf(bench, "c", nodes);
    ((ObjectNode) tolerant.at("/spec"))
        .setAll(Doc.of("tolerations: [{key: old, operator: Exists, effect: NoSchedule}]"));
    bench.admin().post(bench.core("pods"), tolerant).expect(201);
    assertThat(bench.ready("c").text("/spec/nodeName"))
        .as("a toleration of another effect")
        .isEqualTo(nodes.getLast());
  }

  private static ObjectNode eitherOf(Bench bench, String name, List<String> nodes) {
    ObjectNode pod = bench.podOn("", name, name, "ready");
    ObjectNode spec = (ObjectNode) pod.at("/spec");
    spec.remove("nodeName");
    spec.setAll(
        Doc.of(
            """
            affinity:
              nodeAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  nodeSelectorTerms:
                  - matchExpressions:
                    - {key: kubernetes.io/hostname, operator: In, values: [%s, %s]}
            """,
            nodes.getFirst(), nodes.getLast()));
    return pod;
  }

  @Test
  default void aServiceKnowsItsReadyPods(Bench bench) {
    bench
        .admin()
        .post(
            bench.core("services"),
            Doc.of("{metadata: {name: s}, spec: {selector: {app: a}, ports: [{port: 80}]}}"))
        .expect(201);
    bench.readyPod("a", "a");
    bench
        .admin()
        .patch(
            Caller.MERGE,
            bench.core("pods/a/status"),
            Doc.of("status: {podIP: 10.9.9.9, podIPs: [{ip: 10.9.9.9}]}"))
        .expect(200);

    Answer slices =
        bench.until(
            bench.in(
                "discovery.k8s.io/v1",
                "endpointslices?labelSelector=kubernetes.io/service-name%3Ds"),
            l -> l.toString().contains("10.9.9.9"));

    JsonNode endpoint = slices.at("/items/0/endpoints/0");
    assertThat(endpoint.at("/conditions/ready").asBoolean()).isTrue();
    assertThat(endpoint.at("/targetRef/name").asText()).isEqualTo("a");
    assertThat(bench.admin().get(bench.core("services/s")).text("/spec/clusterIP"))
        .matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
  }

  private static String deployment(Bench bench, int replicas) {
    String all = bench.in("apps/v1", "deployments");
    bench
        .admin()
        .post(
            all,
            Doc.of(
                "{metadata: {name: a}, spec: {replicas: %d, selector: {matchLabels: {app: a}},"
                    + " template: %s}}",
                replicas, bench.template("a", "ready")))
        .expect(201);
    return all + "/a";
  }

  private static ObjectNode job(Bench bench, String play, String more) {
    ObjectNode job =
        Doc.of("{metadata: {name: a}, spec: {template: %s, %s}}", bench.template("a", play), more);
    ((ObjectNode) job.at("/spec/template/spec")).put("restartPolicy", "Never");
    return job;
  }

  private static Answer pods(Bench bench, String app) {
    return bench.admin().get(bench.core("pods?labelSelector=app%3D" + app)).expect(200);
  }
}
