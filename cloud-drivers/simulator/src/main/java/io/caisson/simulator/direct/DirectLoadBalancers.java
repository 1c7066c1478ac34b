package io.caisson.simulator.direct;

import io.caisson.simulator.model.Caller;
import io.caisson.simulator.model.LoadBalancer.Listener;
import io.caisson.simulator.model.LoadBalancer.Member;
import io.caisson.simulator.model.LoadBalancer.Monitor;
import io.caisson.simulator.model.LoadBalancer.Order;
import io.caisson.simulator.model.LoadBalancer.Pool;
import io.caisson.simulator.model.Plant;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.LoadBalancer;
import io.caisson.spi.cloud.LoadBalancer.Status;
import io.caisson.spi.cloud.LoadBalancerOrder;
import io.caisson.spi.cloud.LoadBalancerPart;
import io.caisson.spi.cloud.LoadBalancers;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.PoolMember;
import java.util.List;
import java.util.Optional;

/** The model's load balancers. */
final class DirectLoadBalancers implements LoadBalancers {
  private static final String USUAL = io.caisson.simulator.model.LoadBalancers.PROVIDERS.getFirst();
  private final DirectCalls calls;

  DirectLoadBalancers(DirectCalls calls) {
    this.calls = calls;
  }

  @Override
  public String createLoadBalancer(LoadBalancerOrder order) {
    order
        .kind()
        .zone()
        .ifPresent(
            zone -> {
              throw new CloudException(new CloudFault.Invalid("no availability zone " + zone));
            });
    Order wanted =
        new Order(
            order.name(),
            order.mark().text(),
            order.front().subnet(),
            order.front().address(),
            order.kind().provider().orElse(USUAL));
    return calls.change(
        "create load balancer " + order.name(),
        plant -> plant.loadBalancers().create(caller(), wanted).id());
  }

  @Override
  public void deleteLoadBalancer(String id) {
    calls.delete(
        "delete load balancer " + id,
        plant -> {
          var balancer = need(plant, id);
          if (read(balancer).status() != Status.DELETING) {
            plant.loadBalancers().delete(balancer, true);
          }
        });
  }

  @Override
  public Optional<LoadBalancer> loadBalancer(String id) {
    return calls.find(plant -> read(need(plant, id)));
  }

  @Override
  public List<LoadBalancer> loadBalancers() {
    return calls.look(
        plant ->
            plant.loadBalancers().listed(caller()).stream()
                .filter(one -> one.card().project().equals(caller().project()))
                .map(DirectLoadBalancers::read)
                .toList());
  }

  @Override
  public void addPart(String loadBalancer, LoadBalancerPart part) {
    calls.change(
        "add the %s to load balancer %s".formatted(part.kind(), loadBalancer),
        plant -> {
          var all = plant.loadBalancers();
          var one = need(plant, loadBalancer);
          return switch (part.kind()) {
            case LISTENER ->
                one.listener()
                    .map(Listener::id)
                    .orElseGet(() -> all.addListener(one, part.name(), part.port()).id());
            case POOL ->
                one.pool()
                    .map(Pool::id)
                    .orElseGet(
                        () -> {
                          need(one.listener(), one.id(), "listener");
                          return all.addPool(one, part.name(), "ROUND_ROBIN").id();
                        });
            case MONITOR -> {
              need(one.pool(), one.id(), "pool");
              yield one.monitor()
                  .map(Monitor::id)
                  .orElseGet(() -> all.addMonitor(one, part.name()).id());
            }
          };
        });
  }

  private static void need(Optional<?> part, String loadBalancer, String name) {
    if (part.isEmpty()) {
      throw new CloudException(
          new CloudFault.Conflict("load balancer %s has no %s yet".formatted(loadBalancer, name)));
    }
  }

  @Override
  public List<PoolMember> members(String loadBalancer) {
    return calls.look(
        plant ->
            need(plant, loadBalancer).members().stream()
                .map(m -> new PoolMember(m.name(), m.address(), m.subnet(), m.port()))
                .toList());
  }

  @Override
  public void addMember(String loadBalancer, PoolMember member) {
    calls.change(
        "add member %s to load balancer %s".formatted(member.address(), loadBalancer),
        plant -> {
          var balancer = need(plant, loadBalancer);
          need(balancer.pool(), loadBalancer, "pool");
          return balancer.members().stream()
              .filter(one -> one.address().equals(member.address()))
              .findFirst()
              .orElseGet(() -> plant.loadBalancers().add(balancer, written(member)));
        });
  }

  private static Member written(PoolMember member) {
    return new Member("", member.name(), member.address(), member.subnet(), member.port());
  }

  @Override
  public void removeMember(String loadBalancer, String address) {
    calls.delete(
        "remove member %s of load balancer %s".formatted(address, loadBalancer),
        plant -> {
          var balancer = need(plant, loadBalancer);
          balancer.members().stream()
              .filter(one -> one.address().equals(address))
              .findFirst()
              .ifPresent(one -> plant.loadBalancers().removeMember(balancer, one.id()));
        });
  }

  private io.caisson.simulator.model.LoadBalancer need(Plant plant, String id) {
    return plant.loadBalancers().need(caller(), id);
  }

  private Caller caller() {
    return calls.caller();
  }

  private static LoadBalancer read(io.caisson.simulator.model.LoadBalancer balancer) {
    return new LoadBalancer(
        balancer.id(),
        balancer.card().name(),
        switch (balancer.state()) {
          case PENDING_CREATE -> Status.CREATING;
          case ACTIVE -> Status.ACTIVE;
          case PENDING_UPDATE -> Status.CHANGING;
          case PENDING_DELETE -> Status.DELETING;
          case ERROR -> Status.ERROR;
        },
        Optional.of(balancer.address().address()),
        Optional.of(balancer.port()),
        OwnerMark.parse(balancer.card().description()));
  }
}
