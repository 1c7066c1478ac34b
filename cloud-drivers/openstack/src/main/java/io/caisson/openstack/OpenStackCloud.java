package io.caisson.openstack;

import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.Facts;
import io.caisson.spi.cloud.LoadBalancers;
import io.caisson.spi.cloud.Network;
import io.caisson.spi.cloud.Topology;
import io.caisson.spi.cloud.Volumes;

/** One project of one OpenStack. Nothing is asked of the cloud before the first call of a port. */
public final class OpenStackCloud implements Cloud {
  private final Compute compute;
  private final Network network;
  private final Topology topology;
  private final Volumes volumes;
  private final LoadBalancers loadBalancers;
  private final Facts facts;
  private final Runnable connections;

  /**
   * @param connections what ends with this cloud
   */
  OpenStackCloud(
      Session session, OpenStackEndpoint endpoint, CloudLimits limits, Runnable connections) {
    Pages pages = new Pages(session, limits.pageSize());
    this.compute =
        new NovaCompute(
            session,
            pages,
            new NovaServerGroups(session, limits.pageSize()),
            endpoint.configDrive());
    this.network = new NeutronNetwork(session, pages);
    this.topology = new NeutronTopology(session, pages);
    this.volumes = new CinderVolumes(session, pages);
    this.loadBalancers = new OctaviaLoadBalancers(session, pages);
    this.facts = new OpenStackFacts(session, pages);
    this.connections = connections;
  }

  /** A project on connections of its own. Where there are several, {@link OpenStackSite} shares. */
  public static OpenStackCloud connect(
      OpenStackEndpoint endpoint, Credential credential, CloudLimits limits) {
    OpenStackSite site = OpenStackSite.open(endpoint, limits);
    return site.cloud(credential, site::close);
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

  @Override
  public void close() {
    connections.run();
  }
}
