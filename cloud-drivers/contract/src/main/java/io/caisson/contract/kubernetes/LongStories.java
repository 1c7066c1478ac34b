package io.caisson.contract.kubernetes;

import java.util.List;

/**
 * What takes a cluster minutes: it begins with the run, and the cases look at it when they come to
 * it. One node falls silent as soon as it is there; another is deleted with a pod on it.
 */
final class LongStories implements AutoCloseable {
  /** Seconds that a pod of the silent node tolerates its being unreachable. */
  static final int TOLERATED = 3;

  private static final String TOLERATION =
      "{key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute%s}";
  private final Suite suite;
  private final String namespace;

  LongStories(Suite suite) {
    this.suite = suite;
    this.namespace = suite.run() + "-stories";
    Namespaces.create(suite, namespace);
    suite.nodes().add(silent());
    suite.nodes().add(deleted());
    pod("patient", silent(), TOLERATION.formatted(", tolerationSeconds: " + TOLERATED));
    pod("faithful", silent(), TOLERATION.formatted(""));
    pod("orphan", deleted(), TOLERATION.formatted(""));
    suite.nodes().silence(silent());
    suite.nodes().remove(deleted());
  }

  /** The node whose kubelet says nothing any more. */
  String silent() {
    return suite.run() + "-silent";
  }

  private String deleted() {
    return suite.run() + "-deleted";
  }

  /** The path of one of {@code patient}, {@code faithful} and {@code orphan}. */
  String pod(String name) {
    return "/api/v1/namespaces/%s/pods/%s".formatted(namespace, name);
  }

  private void pod(String name, String node, String toleration) {
    suite
        .admin()
        .post(
            "/api/v1/namespaces/" + namespace + "/pods",
            Doc.of(
                """
                metadata: {name: %s}
                spec:
                  nodeName: %s
                  containers: [{name: c, image: 'app:1'}]
                  tolerations: [%s]
                """,
                name, node, toleration))
        .expect(201);
  }

  @Override
  public void close() {
    for (String pod : List.of("patient", "faithful", "orphan")) {
      suite.admin().delete(pod(pod) + "?gracePeriodSeconds=0");
    }
    suite.nodes().retire(silent());
    suite.admin().delete("/api/v1/namespaces/" + namespace);
  }
}
