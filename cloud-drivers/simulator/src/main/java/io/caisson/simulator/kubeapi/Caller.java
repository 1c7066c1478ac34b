package io.caisson.simulator.kubeapi;

import java.util.ArrayList;
import java.util.List;

/**
 * Who makes a request.
 *
 * @param credential the credential id that a real API server puts into the extra fields, or empty
 */
public record Caller(String name, List<String> groups, String credential) {
  private static final String NODE = "system:node:";

  public Caller {
    groups = List.copyOf(groups);
  }

  static Caller anonymous() {
    return new Caller("system:anonymous", List.of("system:unauthenticated"), "");
  }

  /** One who proved who he is; the group of all such callers is added. */
  static Caller authenticated(String name, List<String> groups, String credential) {
    List<String> all = new ArrayList<>(groups);
    all.add("system:authenticated");
    return new Caller(name, all, credential);
  }

  /** The cluster's own components, which may do everything. */
  public static Caller component(String name) {
    return authenticated(name, List.of("system:masters"), "");
  }

  boolean isIn(String group) {
    return groups.contains(group);
  }

  boolean isNode() {
    return isIn("system:nodes") && name.startsWith(NODE);
  }

  /** The name of the node that calls; only for those who are one. */
  String nodeName() {
    return name.substring(NODE.length());
  }
}
