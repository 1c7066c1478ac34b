package io.caisson.simulator.direct;

import io.caisson.simulator.model.Caller;
import io.caisson.simulator.model.DataCentre;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.Facts;
import io.caisson.spi.cloud.LoadBalancers;
import io.caisson.spi.cloud.Network;
import io.caisson.spi.cloud.Topology;
import io.caisson.spi.cloud.Volumes;

/**
 * One project of the data centre, without anything in between. Each call happens whole at the
 * moment when it is made: what lies before and after it (waiting, losing a reply) is for the caller
 * to play.
 */
public final class DirectCloud implements Cloud {
  private final Compute compute;
  private final Network network;
  private final Topology topology;
  private final Volumes volumes;
  private final LoadBalancers loadBalancers;
  private final Facts facts;

  /**
   * @param caller whose calls these are; its project's things are seen and made
   */
  public DirectCloud(DataCentre dataCentre, Caller caller) {
    DirectCalls calls = new DirectCalls(dataCentre, caller);
    this.compute = new DirectCompute(calls);
    this.network = new DirectNetwork(calls);
    this.topology = new DirectTopology(calls);
    this.volumes = new DirectVolumes(calls);
    this.loadBalancers = new DirectLoadBalancers(calls);
    this.facts = new DirectFacts(calls);
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

  /** Nothing to close: the data centre goes on. */
  @Override
  public void close() {}
}
