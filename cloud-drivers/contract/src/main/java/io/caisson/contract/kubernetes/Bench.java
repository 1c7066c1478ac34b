package io.caisson.contract.kubernetes;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * What one case works with: callers, a namespace of its own, nodes that are played, and helpers for
 * what most cases make. Afterwards all of it goes.
 */
public final class Bench implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration OFTEN = Duration.ofMillis(30);

  private final Suite suite;
  private final String name;
  private final String namespace;
  private final Instant began;
  private final Deque<Runnable> cleaning = new ArrayDeque<>();
  private boolean furnished;

  Bench(Suite suite, String name) {
    this.suite = suite;
    this.name = name;
    this.namespace = suite.run() + "-" + suite.nextCase();
    this.began = suite.clock().instant();
  }

  Caller admin() {
    return suite.admin();
  }

  Caller nobody() {
    return Caller.nobody(suite.kubeconfig());
  }

  Caller withToken(String token) {
    return Caller.withToken(suite.kubeconfig(), token);
  }

  /** Somebody with a certificate. */
  Caller user(String user, String group) {
    return suite.user(suite.run() + "-" + user, group);
  }

  /** The kubelet of a node, as the API knows it. */
  Caller kubelet(String node) {
    return suite.user("system:node:" + node, "system:nodes");
  }

  Kubeconfig kubeconfig() {
    return suite.kubeconfig();
  }

  LongStories stories() {
    return suite.stories();
  }

  Certificates certificates() {
    return suite.certificates();
  }

  Instant now() {
    return suite.clock().instant();
  }

  /** A node that is there for the whole run. */
  String node() {
    return suite.node(1);
  }

  /** Selects the nodes of this run; for paths. */
  String ofThisRun() {
    return "labelSelector=" + PlayedNodes.RUN + "%3D" + suite.run();
  }

  String run() {
    return suite.run();
  }

  /** A node of this case alone. */
  String freshNode() {
    return freshNode("node");
  }

  /** One of several of a case, which differ in what they are called. */
  String freshNode(String called) {
    String fresh = unique(called);
    suite.nodes().add(fresh);
    cleaning.push(() -> suite.nodes().retire(fresh));
    return fresh;
  }

  /** From now on nothing is heard of it. */
  void silence(String node) {
    suite.nodes().silence(node);
  }

  /** A name for something in the scope of the cluster. */
  String unique(String what) {
    return namespace + "-" + what;
  }

  /** The name of the case's own namespace. */
  String namespace() {
    if (!furnished) {
      furnished = true;
      Namespaces.create(suite, namespace);
      cleaning.push(() -> admin().delete("/api/v1/namespaces/" + namespace));
    }
    return namespace;
  }

  /** A path of the core group in the case's namespace. */
  String core(String rest) {
    return "/api/v1/namespaces/%s/%s".formatted(namespace(), rest);
  }

  /**
   * A path of another group in the case's namespace.
   *
   * @param groupVersion such as {@code apps/v1}
   */
  String in(String groupVersion, String rest) {
    return "/apis/%s/namespaces/%s/%s".formatted(groupVersion, namespace(), rest);
  }

  /** Creates something in the scope of the cluster, that goes after the case. */
  Answer make(String collection, JsonNode object) {
    Answer made = admin().post(collection, object).expect(201);
    goes(collection + "/" + made.text("/metadata/name"));
    return made;
  }

  /** This goes after the case. */
  void goes(String path) {
    cleaning.push(() -> admin().delete(path));
  }

  Caller userNamed(String user) {
    return suite.user(user, "");
  }

  /** A user gets a rule for the whole cluster. */
  void allow(String user, String rule) {
    String role = unique("r" + cleaning.size());
    String rbac = "/apis/rbac.authorization.k8s.io/v1/";
    make(rbac + "clusterroles", Doc.of("{metadata: {name: %s}, rules: [%s]}", role, rule));
    make(
        rbac + "clusterrolebindings",
        Doc.of(
            """
            metadata: {name: %s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: '%s'}]
            """,
            role, role, user));
  }

  /** Whether the bearer of a token may create signing requests by now. */
  boolean mayCreateRequests(String token) {
    return withToken(token)
        .post(
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            Doc.of(
                "spec: {resourceAttributes: {verb: create, group: certificates.k8s.io, resource:"
                    + " certificatesigningrequests}}"))
        .at("/status/allowed")
        .asBoolean();
  }

  /** What other components see only after a moment. */
  void eventually(Callable<Boolean> happens) {
    eventually(PATIENCE, happens);
  }

  void eventually(Duration patience, Callable<Boolean> happens) {
    await().atMost(patience).pollDelay(Duration.ZERO).pollInterval(OFTEN).until(happens);
  }

  /** This is done after the case. */
  void afterwards(Runnable task) {
    cleaning.push(task);
  }

  /** A pod that is bound to the run's node, with the label {@code app} of its name. */
  Answer pod(String pod) {
    return pod(pod, pod, "ready");
  }

  /**
   * The same with another label {@code app}.
   *
   * @param play what becomes of it, see {@link PlayedNodes}
   */
  Answer pod(String pod, String app, String play) {
    return admin().post(core("pods"), podOn(node(), pod, app, play)).expect(201);
  }

  ObjectNode podOn(String node, String pod, String app, String play) {
    return Doc.of(
        """
        metadata: {name: %s, labels: {app: %s, %s: %s}}
        spec:
          nodeName: %s
          terminationGracePeriodSeconds: 5
          containers: [{name: c, image: 'app:1'}]
        """,
        pod, app, PlayedNodes.PLAY, play, node);
  }

  /** A pod that is ready. */
  Answer readyPod(String pod, String app) {
    pod(pod, app, "ready");
    return ready(pod);
  }

  Answer ready(String pod) {
    return until(core("pods/" + pod), p -> condition(p, "Ready").equals("True"));
  }

  /** The template of a workload whose pods come to the nodes of this run only. */
  String template(String app, String play) {
    return """
    {metadata: {labels: {app: %1$s, %2$s: %3$s}}, spec: {nodeSelector: {%4$s: %5$s},
     tolerations: [{key: %4$s, operator: Exists}], terminationGracePeriodSeconds: 5,
     containers: [{name: c, image: 'app:1'}]}}\
    """
        .formatted(app, PlayedNodes.PLAY, play, PlayedNodes.RUN, suite.run());
  }

  /** Reads until it is as wanted; fails with what it was at last. */
  Answer until(String path, Predicate<JsonNode> wanted) {
    return until(path, PATIENCE, wanted);
  }

  Answer until(String path, Duration patience, Predicate<JsonNode> wanted) {
    return await(path)
        .atMost(patience)
        .pollDelay(Duration.ZERO)
        .pollInterval(OFTEN)
        .until(() -> admin().get(path), a -> a.status() == 200 && wanted.test(a.json()));
  }

  /** Reads until it is not there. */
  void untilGone(String path, Duration patience) {
    await(path + " is gone")
        .atMost(patience)
        .pollDelay(Duration.ZERO)
        .pollInterval(OFTEN)
        .until(() -> admin().get(path).status() == 404);
  }

  void untilGone(String path) {
    untilGone(path, PATIENCE);
  }

  static String condition(JsonNode object, String type) {
    for (JsonNode each : object.at("/status/conditions")) {
      if (each.path("type").asText().equals(type)) {
        return each.path("status").asText();
      }
    }
    return "";
  }

  /** Cleans up, the newest first. */
  @Override
  public void close() {
    cleaning.forEach(Runnable::run);
    suite.took(name, Duration.between(began, suite.clock().instant()));
  }
}
