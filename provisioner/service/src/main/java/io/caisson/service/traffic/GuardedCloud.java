package io.caisson.service.traffic;

import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.Facts;
import io.caisson.spi.cloud.LoadBalancers;
import io.caisson.spi.cloud.Network;
import io.caisson.spi.cloud.Topology;
import io.caisson.spi.cloud.Volumes;

/** A project as one cluster reaches it: lists are shared, and every call goes through the gate. */
final class GuardedCloud implements Cloud {
  private final Compute compute;
  private final Network network;
  private final Topology topology;
  private final Volumes volumes;
  private final LoadBalancers loadBalancers;
  private final Facts facts;

  GuardedCloud(ProjectTraffic project, Asker asker, Cloud own) {
    this.compute = new GuardedCompute(project, asker, own.compute());
    this.network = new GuardedNetwork(project, asker, own.network());
    this.topology = new GuardedTopology(project, asker, own.topology());
    this.volumes = new GuardedVolumes(project, asker, own.volumes());
    this.loadBalancers = new GuardedLoadBalancers(project, asker, own.loadBalancers());
    this.facts = new GuardedFacts(project, asker, own.facts());
  }

  @Override
  public Compute compute() {
    return compute;
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public Topology topology() {
    return topology;
  }

  @Override
  public Volumes volumes() {
    return volumes;
  }

  @Override
  public LoadBalancers loadBalancers() {
    return loadBalancers;
  }

  @Override
  public Facts facts() {
    return facts;
  }

  /** The cluster's own is not ours to close. */
  @Override
  public void close() {}
}
