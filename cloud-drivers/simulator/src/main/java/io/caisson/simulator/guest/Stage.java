package io.caisson.simulator.guest;

import java.util.Locale;

/** What a machine tells of its bootstrap, in this order; {@link #FAILED} at any point. */
public enum Stage {
  BOOTED,
  BUNDLE_RECEIVED,
  KUBEADM_STARTED,
  KUBEADM_DONE,
  FAILED;

  /** As it stands in the message. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
