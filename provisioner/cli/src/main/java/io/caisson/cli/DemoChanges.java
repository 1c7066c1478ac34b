package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What the demo changes of its cluster while it lives, each by one call of the public API. */
final class DemoChanges {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private final Service service;
  private final Screen screen;
  private final Duration limit;
  private final String path;
  private final String id;

  /**
   * @param limit for each change
   */
  DemoChanges(Service service, Screen screen, Duration limit, String id) {
    this.service = service;
    this.screen = screen;
    this.limit = limit;
    this.path = "/clusters/" + id;
    this.id = id;
  }

  /**
   * Upgrades the cluster's Kubernetes, gives the workers another flavor, takes that back when one
   * has it, and replaces one of them, all under pods with a budget.
   *
   * @param version the next minor
   * @param flavor another one than they have
   * @return whether all were complete in time and the budget was kept
   */
  boolean roll(String version, String flavor, DemoWorkload workload) {
    if (!workload.start()) {
      screen.say("the pods of the workload did not become Ready");
      return false;
    }
    ObjectNode next = pace().put("kubernetes_version", version);
    ObjectNode other = pace().put("flavor", flavor);
    boolean done;
    try (workload) {
      done =
          change(
                  "all get Kubernetes %s, the control plane first, one by one".formatted(version),
                  () -> service.post(path + "/upgrade", next))
              && begin(
                  "the workers get flavor %s, two more of them at a time".formatted(flavor),
                  () -> service.patch(path + "/nodegroups/worker", other))
              && change(
                  "that is rolled back in its middle, newest nodes first",
                  () -> service.post(path + "/rollback", pace()))
              && replaced(firstWorker());
    }
    screen.say(workload.verdict());
    return done && workload.unharmed();
  }

  private boolean replaced(String worker) {
    String where = path + "/machines/" + worker + "/replace";
    return change(
        worker + " is replaced, and leaves when its successor is there",
        () -> service.post(where, JSON.objectNode().put("surge", true)));
  }

  /**
   * Grows the workers by two, adds a group in another zone, and lets a worker go by its name.
   *
   * @param workers how many there are
   * @param zone of the new group
   * @return whether each change was complete in time
   */
  boolean run(int workers, String zone) {
    String leaving = firstWorker();
    return change("the workers grow to " + (workers + 2), "resize", resize(workers + 2, List.of()))
        && change("a group edge of one machine in zone " + zone, "nodegroups", group(zone))
        && change(leaving + " leaves by its name", "resize", resize(workers + 1, List.of(leaving)));
  }

  private static ObjectNode pace() {
    ObjectNode body = JSON.objectNode();
    body.putObject("pace").put("max_surge", 2);
    return body;
  }

  private String firstWorker() {
    return service.list(path + "/machines", "machines").stream()
        .filter(one -> one.path("node_group").asText().equals("worker"))
        .map(one -> one.path("id").asText())
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode resize(int count, List<String> leaving) {
    ObjectNode body = JSON.objectNode();
    body.put("node_group", "worker").put("count", count);
    leaving.forEach(body.putArray("nodes_to_remove")::add);
    return body;
  }

  private static ObjectNode group(String zone) {
    ObjectNode body = JSON.objectNode();
    body.put("name", "edge").put("count", 1).putArray("zones").add(zone);
    return body;
  }

  private boolean change(String what, String where, ObjectNode body) {
    return change(what, () -> service.post(path + "/" + where, body));
  }

  private boolean change(String what, Supplier<JsonNode> request) {
    return follow(what, request, _ -> true).equals("UPDATE_COMPLETE");
  }

  /** Until the first machine has left for it. */
  private boolean begin(String what, Supplier<JsonNode> request) {
    int[] most = {0};
    String status =
        follow(
            what,
            request,
            cluster -> {
              int left = cluster.at("/cluster/state/progress/left").asInt();
              most[0] = Math.max(most[0], left);
              return left == most[0];
            });
    return status.startsWith("UPDATE_") && !status.equals("UPDATE_FAILED");
  }

  /**
   * What the cluster's status is when it is not in progress any more, or when enough was seen.
   *
   * @param more whether what is seen of the cluster is not enough
   */
  private String follow(String what, Supplier<JsonNode> request, Predicate<JsonNode> more) {
    JsonNode accepted = request.get();
    screen.say("%s (operation %s)".formatted(what, accepted.path("operation").asText()));
    Remaining remaining = new Remaining(service, screen, id);
    String status =
        new ClusterWatch(service, screen, id, limit)
            .whileIt(
                "UPDATE_IN_PROGRESS",
                1,
                cluster -> {
                  remaining.sees(cluster);
                  return more.test(cluster);
                });
    screen.say("cluster demo is " + status);
    return status;
  }
}
