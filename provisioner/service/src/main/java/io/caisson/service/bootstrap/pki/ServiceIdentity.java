package io.caisson.service.bootstrap.pki;

import java.time.Duration;
import java.util.List;

/** As whom the service itself speaks to a cluster. */
public enum ServiceIdentity {
  /** Until RBAC binds the other one; the API server lets this group pass without asking RBAC. */
  FIRST_CONTACT("system:masters"),
  /** For ever after. Its group is to be bound to {@code cluster-admin}. */
  BOUND("caisson:service");

  /** How long its certificates live: they are minted when needed, since the key is ours. */
  public static final Duration LIFE = Duration.ofHours(24);

  private final String group;

  ServiceIdentity(String group) {
    this.group = group;
  }

  public String group() {
    return group;
  }

  ClientSubject subject() {
    return new ClientSubject("caisson:service", List.of(group));
  }
}
