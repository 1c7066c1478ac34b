package io.caisson.contract.kubernetes;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings a cluster into the state that each kept exchange was recorded in. */
final class ReplayStage implements AutoCloseable {
  private static final Pattern POD = Pattern.compile("/namespaces/x/pods/([^/?]+)");
  private static final String BUDGETS = "/apis/policy/v1/namespaces/x/poddisruptionbudgets";
  private static final String HOOKS =
      "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
  private static final List<String> NODES = List.of("kw-1", "kw-2", "kw-3", "kw-4", "kw-5");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Caller admin;
  private final PlayedNodes nodes;
  private final Webhook hook;
  private final Set<String> pods;

  ReplayStage(Caller admin, List<KeptExchange> exchanges, InstantSource clock) {
    this.admin = admin;
    this.pods = pods(exchanges);
    this.nodes = new PlayedNodes(admin, "replay", clock);
    this.hook = new Webhook(clock.instant(), 403, "Forbidden", "database says: not now");
    admin.post("/api/v1/namespaces", Doc.of("metadata: {name: x}")).expect(201);
    until(() -> admin.get("/api/v1/namespaces/x/serviceaccounts/default").status() == 200);
    for (String node : NODES) {
      nodes.add(node);
      admin.patch(
          Caller.MERGE, "/api/v1/nodes/" + node, Doc.of("metadata: {labels: {type: kwok}}"));
    }
    token();
  }

  /** What the exchange finds when it was recorded. */
  void prepare(KeptExchange exchange) {
    Matcher pod = POD.matcher(exchange.path());
    if (pod.find() && exchange.status() != 404) {
      pod(pod.group(1));
    }
    switch (exchange.name()) {
      case "evict-pdb-429" -> budget("db", 3);
      case "evict-pdb-allowed" -> budget("db", 2);
      case "evict-two-pdbs-500" -> budget("db2", 1);
      case "pod-get-terminating", "evict-terminating" -> terminating();
      case "evict-webhook-403" -> webhook(hook.guarding("deny", "evict.caisson.test", "x"));
      case "evict-webhook-down-500" -> webhook(down());
      case "pod-delete-grace" -> admin.delete(HOOKS + "/deny");
      case "bootstrap-node-get" -> admin.delete("/api/v1/nodes/w-1");
      case "node-delete" -> admin.post("/api/v1/nodes", Doc.of("metadata: {name: w-1}"));
      case "csr-kubelet-client-issued" -> issued("node-csr-w1");
      default -> {}
    }
  }

  /** A budget is recorded over all pods of its application, so they come together. */
  private void pod(String name) {
    if (admin.get("/api/v1/namespaces/x/pods/" + name).status() == 200) {
      return;
    }
    String app = app(name);
    Set<String> together = app.equals("db") ? pods : Set.of(name);
    together.stream().filter(pod -> app(pod).equals(app)).forEach(pod -> create(pod, app));
  }

  private static String app(String pod) {
    int dash = pod.indexOf('-');
    return dash < 0 ? pod : pod.substring(0, dash);
  }

  private static Set<String> pods(List<KeptExchange> exchanges) {
    Set<String> names = new TreeSet<>();
    for (KeptExchange exchange : exchanges) {
      Matcher pod = POD.matcher(exchange.path());
      if (pod.find() && exchange.status() != 404) {
        names.add(pod.group(1));
      }
    }
    return names;
  }

  private void create(String name, String app) {
    String where = app.equals("pend") ? "nodeSelector: {no: such}" : "nodeName: kw-2";
    ObjectNode pod =
        Doc.of(
            "{metadata: {name: %s, labels: {app: %s}}, spec: {%s, containers: [{name: c, image:"
                + " 'app:1'}]}}",
            name, app, where);
    if (app.equals("term")) {
      ((ObjectNode) pod.at("/metadata")).setAll(Doc.of("finalizers: [example.com/hold]"));
    }
    admin.post("/api/v1/namespaces/x/pods", pod);
    if (!app.equals("pend")) {
      until(
          () ->
              Bench.condition(admin.get("/api/v1/namespaces/x/pods/" + name).json(), "Ready")
                  .equals("True"));
    }
  }

  private void budget(String name, int minAvailable) {
    String spec =
        "spec: {minAvailable: %d, selector: {matchLabels: {app: db}}}".formatted(minAvailable);
    ObjectNode budget = Doc.of("{metadata: {name: %s}, %s}", name, spec);
    if (admin.post(BUDGETS, budget).status() == 409) {
      admin.patch(Caller.MERGE, BUDGETS + "/" + name, Doc.of(spec)).expect(200);
    }
    until(
        () -> {
          JsonNode seen = admin.get(BUDGETS + "/" + name).json();
          return seen.at("/status/observedGeneration").equals(seen.at("/metadata/generation"))
              && (name.equals("db2") || seen.at("/status/currentHealthy").asInt() == 3);
        });
  }

  private void terminating() {
    admin.delete("/api/v1/namespaces/x/pods/term?gracePeriodSeconds=600");
  }

  private void webhook(JsonNode configuration) {
    admin.delete(HOOKS + "/deny");
    admin.post(HOOKS, configuration).expect(201);
    String path = "/api/v1/namespaces/x/pods/probe/eviction";
    pod("probe");
    JsonNode dry =
        EvictionContract.eviction("probe").setAll(Doc.of("deleteOptions: {dryRun: [All]}"));
    int wanted = configuration.toString().contains("127.0.0.1:1/") ? 500 : 403;
    until(() -> admin.post(path + "?dryRun=All", dry).status() == wanted);
  }

  private JsonNode down() {
    ObjectNode configuration = (ObjectNode) hook.guarding("deny", "evict.caisson.test", "x");
    ((ObjectNode) configuration.at("/webhooks/0/clientConfig")).put("url", "https://127.0.0.1:1/x");
    return configuration;
  }

  private void issued(String request) {
    until(() -> admin.get(Certificates.PATH + "/" + request).at("/status").has("certificate"));
  }

  private void token() {
    admin.post(
        "/api/v1/namespaces/kube-system/secrets",
        Doc.of(
            """
            metadata: {name: bootstrap-token-abcdef}
            type: bootstrap.kubernetes.io/token
            stringData: {token-id: abcdef, token-secret: 0123456789abcdef, usage-bootstrap-signing: 'true',
              usage-bootstrap-authentication: 'true', auth-extra-groups: 'system:bootstrappers:kubeadm:default-node-token'}
            """));
    until(
        () ->
            admin.get("/api/v1/namespaces/kube-system/secrets/bootstrap-token-abcdef").status()
                == 200);
  }

  @Override
  public void close() {
    admin.delete(HOOKS + "/deny");
    admin.patch(
        Caller.MERGE, "/api/v1/namespaces/x/pods/term", Doc.of("metadata: {finalizers: null}"));
    for (String request : List.of("node-csr-w1", "csr-serving-w1")) {
      admin.delete(Certificates.PATH + "/" + request);
    }
    admin.delete("/apis/storage.k8s.io/v1/volumeattachments/va1");
    admin.delete("/api/v1/nodes/w-1");
    admin.delete("/api/v1/namespaces/x");
    until(() -> admin.get("/api/v1/namespaces/x").status() == 404);
    nodes.close();
    hook.close();
  }

  private static void until(Callable<Boolean> happens) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(30))
        .until(happens);
  }
}
