package io.caisson.domain.plan;

import io.caisson.domain.cluster.ClusterHead;
import io.caisson.domain.cluster.MachineId;
import java.util.Locale;

/** Names of things in the cloud: RFC 1123 labels of at most 63 characters, told apart by id. */
final class Names {
  private static final int CLUSTER_PART = 16;

  private Names() {}

  /** Also the host name and the Node's name. */
  static String machine(ClusterHead head, MachineId id) {
    return prefix(head) + "-" + id;
  }

  static String of(ClusterHead head, String what) {
    return prefix(head) + "-" + what;
  }

  private static String prefix(ClusterHead head) {
    String plain =
        head.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String cut = plain.substring(0, Math.min(CLUSTER_PART, plain.length())).replaceAll("-$", "");
    return (cut.isEmpty() || Character.isDigit(cut.charAt(0)) ? "c" + cut : cut)
        + "-"
        + head.id().shortForm();
  }
}
