package io.caisson.service.bootstrap.kubeadm;

/** A taint that a node registers itself with. */
public record Taint(String key, String value, Effect effect) {
  /** Spelled as Kubernetes does after {@link #text()}. */
  public enum Effect {
    NO_SCHEDULE("NoSchedule"),
    PREFER_NO_SCHEDULE("PreferNoSchedule"),
    NO_EXECUTE("NoExecute");

    private final String text;

    Effect(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
