package io.caisson.simulator.kubeapi;

/** Who may do what: the node authorizer, then RBAC; the masters may do everything. */
final class Authorization {
  private final Rbac rbac;
  private final NodeRelations relations;

  Authorization(Rbac rbac, NodeRelations relations) {
    this.rbac = rbac;
    this.relations = relations;
  }

  boolean allows(Caller caller, String verb, Target target) {
    return caller.isIn("system:masters")
        || (caller.isNode()
            && NodeAuthorizer.allows(caller, verb, target)
            && relations.reaches(caller, target))
        || rbac.allows(caller, verb, target);
  }

  /** Throws 403 with the real server's words. */
  void require(Caller caller, String verb, Target target) {
    if (!allows(caller, verb, target)) {
      String where =
          target.namespace().isEmpty()
              ? "at the cluster scope"
              : "in the namespace \"%s\"".formatted(target.namespace());
      throw Status.forbidden(
          target.resource(),
          target.name(),
          "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
                  .formatted(
                      caller.name(), verb, target.resourceName(), target.resource().group(), where)
              + unrelated(caller, target));
    }
  }

  private String unrelated(Caller caller, Target target) {
    return caller.isNode() && !relations.reaches(caller, target)
        ? ": no relationship found between node '%s' and this object".formatted(caller.nodeName())
        : "";
  }

  void requirePath(Caller caller, String verb, String path) {
    if (!caller.isIn("system:masters") && !rbac.allowsPath(caller, verb, path)) {
      throw Status.forbiddenPath(caller, verb, path);
    }
  }
}
