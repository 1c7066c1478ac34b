package io.caisson.service.bootstrap.guest;

import java.util.Arrays;
import java.util.Optional;

/** How far a guest says that it has come, in this order; {@link #FAILED} may come at any point. */
public enum Stage {
  BOOTED("booted"),
  /** The acknowledgement: afterwards the bundle is refused. */
  BUNDLE_RECEIVED("bundle-received"),
  /** The machine is prepared for it. */
  KUBEADM_STARTED("kubeadm-started"),
  KUBEADM_DONE("kubeadm-done"),
  /** The text says why. */
  FAILED("failed");

  private final String text;

  Stage(String text) {
    this.text = text;
  }

  /** As the guest spells it. */
  public String text() {
    return text;
  }

  public static Optional<Stage> of(String text) {
    return Arrays.stream(values()).filter(stage -> stage.text.equals(text)).findFirst();
  }
}
