package io.caisson.contract.kubernetes;

/** Disruption budgets that cases make, at whatever version the cluster serves them. */
final class Guards {
  private Guards() {}

  /** The collection in the case's namespace. */
  static String path(Bench bench) {
    boolean modern = bench.admin().get("/apis/policy/v1").status() == 200;
    return bench.in(modern ? "policy/v1" : "policy/v1beta1", "poddisruptionbudgets");
  }

  /** A budget that the controller has seen. */
  static Answer budget(Bench bench, String name, String app, String bound) {
    String budgets = path(bench);
    bench
        .admin()
        .post(
            budgets,
            Doc.of(
                "{metadata: {name: %s}, spec: {selector: {matchLabels: {app: %s}}, %s}}",
                name, app, bound))
        .expect(201);
    return bench.until(
        budgets + "/" + name,
        b ->
            b.at("/status/observedGeneration").asInt() == 1 && b.at("/status").has("expectedPods"));
  }

  static void allows(Bench bench, String budget, int disruptions) {
    bench.until(
        path(bench) + "/" + budget, b -> b.at("/status/disruptionsAllowed").asInt() == disruptions);
  }
}
