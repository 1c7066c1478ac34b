package io.caisson.domain.cluster;

import io.caisson.spi.cloud.ServerGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the machines of a node group stand to each other on the cloud's hosts. The hard ones bind: a
 * server without a fitting host fails with the cloud's "No valid host"; the soft ones are wishes.
 */
public enum Placement {
  /** No two on one host. */
  ANTI_AFFINITY(ServerGroup.Policy.ANTI_AFFINITY),
  /** On as many hosts as there are. */
  SOFT_ANTI_AFFINITY(ServerGroup.Policy.SOFT_ANTI_AFFINITY),
  /** All on one host. */
  AFFINITY(ServerGroup.Policy.AFFINITY),
  /** On as few hosts as can be. */
  SOFT_AFFINITY(ServerGroup.Policy.SOFT_AFFINITY);

  /** The word for wherever the cloud likes. */
  public static final String NONE = "none";

  private final ServerGroup.Policy policy;

  Placement(ServerGroup.Policy policy) {
    this.policy = policy;
  }

  public ServerGroup.Policy policy() {
    return policy;
  }

  /** Nova's word, such as {@code soft-anti-affinity}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one of this word; empty if it is none. */
  public static Optional<Placement> of(String word) {
    return Arrays.stream(values()).filter(one -> one.text().equals(word)).findFirst();
  }

  /** All words, {@value #NONE} first. */
  public static List<String> words() {
    List<String> words = new ArrayList<>(List.of(NONE));
    Arrays.stream(values()).map(Placement::text).forEach(words::add);
    return List.copyOf(words);
  }

  /**
   * What a group has if nobody says anything: several control planes are rather not on one host,
   * for they are several because one may be lost (Magnum's {@code nodes_affinity_policy}).
   */
  public static Optional<Placement> usual(Role role, int count) {
    return role == Role.CONTROL_PLANE && count > 1
        ? Optional.of(SOFT_ANTI_AFFINITY)
        : Optional.empty();
  }
}
