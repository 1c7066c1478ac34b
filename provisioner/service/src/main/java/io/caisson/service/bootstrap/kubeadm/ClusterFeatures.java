package io.caisson.service.bootstrap.kubeadm;

/** What a cluster may have and need not. */
public record ClusterFeatures(FeatureGates gates, ApiServerSettings apiServer) {
  public static final ClusterFeatures PLAIN =
      new ClusterFeatures(FeatureGates.NONE, ApiServerSettings.PLAIN);
}
