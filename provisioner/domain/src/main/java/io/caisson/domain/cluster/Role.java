package io.caisson.domain.cluster;

/** What the machines of a node group are for. */
public enum Role {
  CONTROL_PLANE("control-plane"),
  WORKER("worker");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /** As Kubernetes writes it behind {@code node-role.kubernetes.io/}. */
  public String label() {
    return label;
  }
}
