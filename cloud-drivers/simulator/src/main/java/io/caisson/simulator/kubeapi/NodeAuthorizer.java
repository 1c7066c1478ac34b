package io.caisson.simulator.kubeapi;

import java.util.Set;

/**
 * What a kubelet may do: the node authorizer's rules, without the graph that ties secrets to pods.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/node/">Node
 *     authorization</a>
 */
final class NodeAuthorizer {
  private static final Set<String> READ = Set.of("get", "list", "watch");
  private static final Set<String> READABLE =
      Set.of(
          "pods",
          "services",
          "endpoints",
          "configmaps",
          "secrets",
          "persistentvolumes",
          "persistentvolumeclaims",
          "runtimeclasses",
          "csidrivers",
          "volumeattachments",
          "certificatesigningrequests",
          "endpointslices");

  private NodeAuthorizer() {}

  /**
   * Whether a caller that is a node may do it. Which node's objects it may change is checked by
   * {@link NodeRestriction}.
   */
  static boolean allows(Caller node, String verb, Target target) {
    String what = target.resourceName();
    if (READABLE.contains(what) && READ.contains(verb)) {
      return true;
    }
    return switch (what) {
      case "nodes" ->
          Set.of("create", "update", "patch").contains(verb)
              || (READ.contains(verb) && isOwn(node, target));
      case "nodes/status" -> Set.of("get", "update", "patch").contains(verb);
      case "leases" ->
          target.namespace().equals("kube-node-lease")
              && (verb.equals("create") || isOwn(node, target));
      case "csinodes" -> verb.equals("create") || isOwn(node, target);
      case "certificatesigningrequests",
          "events",
          "tokenreviews",
          "subjectaccessreviews",
          "localsubjectaccessreviews",
          "selfsubjectreviews",
          "selfsubjectaccessreviews" ->
          Set.of("create", "update", "patch").contains(verb);
      case "pods" -> Set.of("create", "delete").contains(verb);
      case "pods/status" -> Set.of("update", "patch").contains(verb);
      case "pods/eviction", "serviceaccounts/token" -> verb.equals("create");
      default -> false;
    };
  }

  /** Lists are narrowed by a field selector that the caller's kubelet always sends. */
  private static boolean isOwn(Caller node, Target target) {
    return target.isCollection() || target.name().equals(node.nodeName());
  }
}
