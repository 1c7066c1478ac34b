package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import java.util.ArrayList;
import java.util.List;

/** The records decided so far, and the cluster as it will be after them. */
final class Draft {
  private final List<ClusterRecord> records = new ArrayList<>();
  private Cluster cluster;

  Draft(Cluster cluster) {
    this.cluster = cluster;
  }

  Cluster cluster() {
    return cluster;
  }

  List<ClusterRecord> records() {
    return List.copyOf(records);
  }

  /** One phase's decisions, seen by all later phases. */
  void add(List<ClusterRecord> decided) {
    if (!decided.isEmpty()) {
      records.addAll(decided);
      cluster = cluster.apply(decided);
    }
  }
}
