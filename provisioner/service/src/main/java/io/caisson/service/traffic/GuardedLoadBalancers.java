package io.caisson.service.traffic;

import io.caisson.spi.cloud.LoadBalancer;
import io.caisson.spi.cloud.LoadBalancerOrder;
import io.caisson.spi.cloud.LoadBalancerPart;
import io.caisson.spi.cloud.LoadBalancers;
import io.caisson.spi.cloud.PoolMember;
import java.util.List;
import java.util.Optional;

/** The load balancers of {@link GuardedCloud}. */
final class GuardedLoadBalancers implements LoadBalancers {
  private final ProjectTraffic project;
  private final Asker asker;
  private final LoadBalancers own;

  GuardedLoadBalancers(ProjectTraffic project, Asker asker, LoadBalancers own) {
    this.project = project;
    this.asker = asker;
    this.own = own;
  }

  @Override
  public String createLoadBalancer(LoadBalancerOrder order) {
    return project.balancer.change(() -> own.createLoadBalancer(order));
  }

  @Override
  public void deleteLoadBalancer(String id) {
    project.balancer.run(() -> own.deleteLoadBalancer(id));
  }

  @Override
  public Optional<LoadBalancer> loadBalancer(String id) {
    return project.balancer.read(() -> own.loadBalancer(id));
  }

  @Override
  public List<LoadBalancer> loadBalancers() {
    return project.balancers.ask(asker, () -> project.balancer.read(own::loadBalancers));
  }

  @Override
  public void addPart(String loadBalancer, LoadBalancerPart part) {
    project.balancer.run(() -> own.addPart(loadBalancer, part));
  }

  @Override
  public List<PoolMember> members(String loadBalancer) {
    return project.balancer.read(() -> own.members(loadBalancer));
  }

  @Override
  public void addMember(String loadBalancer, PoolMember member) {
    project.balancer.run(() -> own.addMember(loadBalancer, member));
  }

  @Override
  public void removeMember(String loadBalancer, String address) {
    project.balancer.run(() -> own.removeMember(loadBalancer, address));
  }
}
