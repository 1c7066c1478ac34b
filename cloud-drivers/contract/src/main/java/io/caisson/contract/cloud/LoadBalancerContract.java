package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.contract.proxy.Exchange;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.LoadBalancer;
import io.caisson.spi.cloud.LoadBalancer.Status;
import io.caisson.spi.cloud.LoadBalancerOrder;
import io.caisson.spi.cloud.LoadBalancerOrder.Front;
import io.caisson.spi.cloud.LoadBalancerOrder.Kind;
import io.caisson.spi.cloud.LoadBalancerPart;
import io.caisson.spi.cloud.LoadBalancers;
import io.caisson.spi.cloud.PoolMember;
import io.caisson.spi.cloud.PortOrder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Load balancers: made bare, with parts and then members that come one at a time. */
public interface LoadBalancerContract extends UnderTest {
  @Test
  default void aLoadBalancerHasItsMarkShownAndListedAndBecomesActive(Bench bench) {
    LoadBalancers balancers = balancers(bench);
    LoadBalancerOrder order = order(bench);
    String id = balancers.createLoadBalancer(order);
    assertThat(bench.proxy().changes()).hasSize(1).allMatch(Exchange::done);
    LoadBalancer active = active(bench, id);
    assertThat(active.name()).isEqualTo(order.name());
    assertThat(active.mark()).contains(order.mark());
    assertThat(active.address()).isPresent();
    assertThat(active.port()).isPresent();
    assertThat(balancers.loadBalancers()).contains(active);
    assertThat(balancers.members(id)).isEmpty();
  }

  @Test
  default void thePartsOfALoadBalancerComeOneAfterTheOther(Bench bench) {
    LoadBalancers balancers = balancers(bench);
    String id = balancers.createLoadBalancer(order(bench));
    active(bench, id);
    for (LoadBalancerPart.Kind kind :
        List.of(LoadBalancerPart.Kind.POOL, LoadBalancerPart.Kind.MONITOR)) {
      assertThat(bench.faultOf(() -> balancers.addPart(id, part(kind))))
          .isInstanceOf(CloudFault.Conflict.class);
    }
    assertThat(bench.faultOf(() -> balancers.addMember(id, member(bench))))
        .isInstanceOf(CloudFault.Conflict.class);
    balancers.removeMember(id, "10.0.0.9");
    for (LoadBalancerPart.Kind kind : LoadBalancerPart.Kind.values()) {
      bench.proxy().forget();
      balancers.addPart(id, part(kind));
      assertThat(bench.proxy().changes()).as("%s", kind).hasSize(1).allMatch(Exchange::done);
      active(bench, id);
      bench.proxy().forget();
      balancers.addPart(id, part(kind));
      assertThat(bench.proxy().changes()).as("%s again", kind).isEmpty();
    }
  }

  @Test
  default void aLoadBalancerHasTheAddressThatWasChosen(Bench bench) {
    String address = bench.freeAddress();
    LoadBalancerOrder order =
        order(bench, new Front(bench.stock().subnet().id(), Optional.of(address)), Kind.USUAL);
    LoadBalancer active = active(bench, balancers(bench).createLoadBalancer(order));
    assertThat(active.address()).contains(address);
  }

  @Test
  default void nothingOfALoadBalancerCanBeChangedWhileItIsBeingMade(Bench bench) {
    LoadBalancers balancers = balancers(bench);
    String id = balancers.createLoadBalancer(order(bench));
    bench.proxy().forget();
    Optional<CloudFault> refusal =
        attempt(() -> balancers.addPart(id, part(LoadBalancerPart.Kind.LISTENER)));
    assumeTrue(refusal.isPresent(), "the cloud had made it before it could be asked again");
    assertThat(refusal.get()).isInstanceOf(CloudFault.Conflict.class);
    bench.assertVerbatim(refusal.get());
    active(bench, id);
    changed(bench, id, () -> balancers.addPart(id, part(LoadBalancerPart.Kind.LISTENER)));
  }

  @Test
  default void membersOfALoadBalancerComeAndGo(Bench bench) {
    LoadBalancers balancers = balancers(bench);
    String id = whole(bench);
    PoolMember first = member(bench);
    PoolMember second = member(bench);
    for (PoolMember each : List.of(first, second)) {
      changed(bench, id, () -> balancers.addMember(id, each));
    }
    changed(bench, id, () -> balancers.addMember(id, first));
    assertThat(balancers.members(id)).containsExactlyInAnyOrder(first, second);
    changed(bench, id, () -> balancers.removeMember(id, first.address()));
    changed(bench, id, () -> balancers.removeMember(id, first.address()));
    assertThat(balancers.members(id)).containsExactly(second);
  }

  @Test
  default void aFloatingAddressLeadsToALoadBalancer(Bench bench) {
    LoadBalancer active = active(bench, balancers(bench).createLoadBalancer(order(bench)));
    String port = active.port().orElseThrow();
    assumeTrue(bench.network().port(port).isPresent(), "the cloud only plays load balancers");
    String external = bench.stock().externalNetwork();
    String floating =
        bench.network().createFloatingIp(bench.mark("floating-ip"), external, Optional.empty());
    bench.network().attachFloatingIp(floating, port);
    assertThat(bench.network().floatingIp(floating).flatMap(FloatingIp::port)).contains(port);
  }

  @Test
  default void aDeletedLoadBalancerIsGoneWithAllThatItHad(Bench bench) {
    LoadBalancers balancers = balancers(bench);
    String id = whole(bench);
    LoadBalancer made = active(bench, id);
    PoolMember member = member(bench);
    changed(bench, id, () -> balancers.addMember(id, member));
    balancers.deleteLoadBalancer(id);
    balancers.deleteLoadBalancer(id);
    bench.eventually(
        "load balancer " + id + " is gone",
        bench.environment().bounds().going(),
        () -> balancers.loadBalancer(id),
        Optional::isEmpty);
    balancers.deleteLoadBalancer(id);
    assertThat(balancers.loadBalancers()).noneMatch(one -> one.id().equals(id));
    assertThat(bench.network().port(made.port().orElseThrow())).isEmpty();
  }

  @Test
  default void aLoadBalancerThatNeverWasIsAbsentAndLeadsNowhere(Bench bench) {
    LoadBalancers balancers = balancers(bench);
    assertThat(balancers.loadBalancer(Missing.ID)).isEmpty();
    balancers.deleteLoadBalancer(Missing.ID);
    balancers.removeMember(Missing.ID, "10.0.0.9");
    assertThat(bench.faultOf(() -> balancers.members(Missing.ID)))
        .isInstanceOf(CloudFault.NotFound.class);
    for (LoadBalancerPart.Kind kind : LoadBalancerPart.Kind.values()) {
      assertThat(bench.faultOf(() -> balancers.addPart(Missing.ID, part(kind))))
          .isInstanceOf(CloudFault.NotFound.class);
    }
    assertThat(bench.faultOf(() -> balancers.addMember(Missing.ID, member(bench))))
        .isInstanceOf(CloudFault.NotFound.class);
  }

  @Test
  default void theListsOfLoadBalancersAndMembersAreWholeThoughTheyHavePages(Bench bench) {
    LoadBalancers balancers = balancers(bench);
    List<String> made =
        List.of(
            whole(bench),
            balancers.createLoadBalancer(order(bench)),
            balancers.createLoadBalancer(order(bench)));
    String first = made.getFirst();
    made.forEach(id -> active(bench, id));
    for (PoolMember member : List.of(member(bench), member(bench))) {
      changed(bench, first, () -> balancers.addMember(first, member));
    }
    LoadBalancers paged = bench.connect(Tuning.USUAL.withPageSize(1)).loadBalancers();
    assertThat(paged.loadBalancers())
        .extracting(LoadBalancer::id)
        .containsAll(made)
        .doesNotHaveDuplicates();
    assertThat(paged.members(first)).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  default void aLoadBalancerOfAProviderThatIsNoneIsRefusedInTheCloudsWords(Bench bench) {
    LoadBalancers balancers = balancers(bench);
    Kind wrong = new Kind(Optional.of("no-such-provider"), Optional.empty());
    LoadBalancerOrder order = order(bench, front(bench), wrong);
    CloudFault fault = bench.faultOf(() -> balancers.createLoadBalancer(order));
    assertThat(fault).isInstanceOfAny(CloudFault.Invalid.class, CloudFault.NotFound.class);
    bench.assertVerbatim(fault);
    assertThat(balancers.loadBalancers())
        .noneMatch(one -> one.mark().equals(Optional.of(order.mark())));
  }

  @ParameterizedTest
  @EnumSource
  default void aHostileNameOfALoadBalancerIsRefusedOrKeptExactly(HostileName name, Bench bench) {
    LoadBalancers balancers = balancers(bench);
    LoadBalancerOrder order =
        new LoadBalancerOrder(bench.mark("load-balancer"), name.text(), front(bench), Kind.USUAL);
    try {
      String id = balancers.createLoadBalancer(order);
      assertThat(active(bench, id).name()).isEqualTo(name.text());
    } catch (CloudException refused) {
      name.assertRefusal(refused.fault());
    }
  }

  private static LoadBalancers balancers(Bench bench) {
    LoadBalancers balancers = bench.cloud().loadBalancers();
    assumeTrue(
        bench.cloud().facts().offersLoadBalancers(), "the cloud has no service for load balancers");
    return balancers;
  }

  private static Optional<CloudFault> attempt(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (CloudException refused) {
      return Optional.of(refused.fault());
    }
  }

  private static LoadBalancerOrder order(Bench bench) {
    return order(bench, front(bench), Kind.USUAL);
  }

  private static LoadBalancerOrder order(Bench bench, Front front, Kind kind) {
    return new LoadBalancerOrder(
        bench.mark("load-balancer"), bench.freshName("balancer"), front, kind);
  }

  private static Front front(Bench bench) {
    return new Front(bench.stock().subnet().id(), Optional.empty());
  }

  private static LoadBalancerPart part(LoadBalancerPart.Kind kind) {
    return new LoadBalancerPart(kind, "api", 6443);
  }

  /** The id of one that has all its parts. */
  private static String whole(Bench bench) {
    LoadBalancers balancers = balancers(bench);
    String id = balancers.createLoadBalancer(order(bench));
    active(bench, id);
    for (LoadBalancerPart.Kind kind : LoadBalancerPart.Kind.values()) {
      changed(bench, id, () -> balancers.addPart(id, part(kind)));
    }
    return id;
  }

  /** On a port of its own, which no server needs to have. */
  private static PoolMember member(Bench bench) {
    PortOrder port = bench.portOrder();
    bench.network().createPort(port);
    return new PoolMember(port.name(), port.address(), port.subnet(), 6443);
  }

  /** Asks again while the cloud refuses: it may be seen late that an earlier change is over. */
  private static void changed(Bench bench, String id, Runnable change) {
    bench.eventually(
        "load balancer " + id + " takes a change",
        bench.environment().bounds().building(),
        () -> attempt(change),
        Optional::isEmpty);
    active(bench, id);
  }

  private static LoadBalancer active(Bench bench, String id) {
    LoadBalancer settled =
        bench.eventually(
            "load balancer " + id + " is made",
            bench.environment().bounds().building(),
            () -> bench.cloud().loadBalancers().loadBalancer(id).orElseThrow(),
            one -> one.status() == Status.ACTIVE || one.status() == Status.ERROR);
    assertThat(settled.status()).isEqualTo(Status.ACTIVE);
    return settled;
  }
}
