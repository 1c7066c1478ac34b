package io.caisson.simulator.guest.kubeadm;

/** kubeadm gives up; the message is what it prints last. */
public final class KubeadmFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KubeadmFailure(String message) {
    super(message, null, false, false);
  }

  /** Of a phase, as kubeadm names it. */
  static KubeadmFailure in(String phase, String message) {
    return new KubeadmFailure("error execution phase " + phase + ": " + message);
  }

  /** What it prints, which is never missing. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
