package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.contract.proxy.Exchange;
import io.caisson.contract.proxy.Fault;
import io.caisson.contract.proxy.Request;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.LoadBalancerOrder;
import io.caisson.spi.cloud.LoadBalancerOrder.Front;
import io.caisson.spi.cloud.LoadBalancerOrder.Kind;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.PortOrder;
import io.caisson.spi.cloud.SecurityRule;
import io.caisson.spi.cloud.ServerGroup.Policy;
import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.ServerRebuild;
import io.caisson.spi.cloud.SubnetOrder;
import io.caisson.spi.cloud.Topology;
import io.caisson.spi.cloud.VolumeOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A changing call whose outcome is unknown says so, has been sent once, and what it made is found
 * by its mark: the first line against two servers for one machine. Ports, being cheap, meet every
 * loss; the others meet those that adapters are likely to treat each in its own way.
 */
public interface InDoubtContract extends UnderTest {
  @ParameterizedTest
  @EnumSource(names = {"CUT", "CUT_IN_BODY", "LATE", "ERROR_500"})
  @Essential
  default void anUnansweredOrderOfAServerIsInDoubtAndTheServerIsListedOnce(Loss loss, Bench bench) {
    Cloud cloud = ready(bench, loss.callLimit());
    ServerOrder order = bench.serverOrder(bench.port());
    lose(bench, loss.fault(), () -> cloud.compute().createServer(order));
    listedOnce(bench, order.mark(), () -> bench.compute().servers().stream().map(s -> s.mark()));
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "HALF_BODY", "LATE", "PAGE_502"})
  default void anUnansweredRebuildIsInDoubtAndTheMarkTellsThatItWasCarriedOut(
      Loss loss, Bench bench) {
    Cloud cloud = ready(bench, loss.callLimit());
    String server = bench.runningServer().id();
    ServerRebuild order = new ServerRebuild(bench.mark("server"), bench.stock().image(), "");
    bench.proxy().forget();
    lose(bench, loss.fault(), () -> cloud.compute().rebuildServer(server, order));
    listedOnce(bench, order.mark(), () -> bench.compute().servers().stream().map(s -> s.mark()));
    assertThat(bench.rebuilt(server).mark()).contains(order.mark());
  }

  @ParameterizedTest
  @EnumSource
  @Essential
  default void anUnansweredOrderOfAPortIsInDoubtAndThePortIsListedOnce(Loss loss, Bench bench) {
    Cloud cloud = ready(bench, loss.callLimit());
    PortOrder order = bench.portOrder();
    lose(bench, loss.fault(), () -> cloud.network().createPort(order));
    listedOnce(bench, order.mark(), () -> bench.network().ports().stream().map(p -> p.mark()));
    assertThat(bench.faultOf(() -> bench.network().createPort(order)))
        .isInstanceOf(CloudFault.AddressTaken.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "HALF_BODY", "PAGE_502"})
  @Essential
  default void anUnansweredOrderOfAGroupIsInDoubtAndTheGroupIsListedOnce(Loss loss, Bench bench) {
    Cloud cloud = ready(bench, loss.callLimit());
    OwnerMark mark = bench.mark("group");
    lose(bench, loss.fault(), () -> cloud.network().createSecurityGroup(mark, "nodes"));
    listedOnce(bench, mark, () -> bench.network().securityGroups().stream().map(g -> g.mark()));
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "PAGE_502"})
  @Essential
  default void anUnansweredOrderOfAServerGroupIsInDoubtAndItIsListedOnce(Loss loss, Bench bench) {
    Cloud cloud = ready(bench, loss.callLimit());
    OwnerMark mark = bench.mark("server-group");
    lose(
        bench,
        loss.fault(),
        () -> cloud.compute().createServerGroup(mark, Policy.SOFT_ANTI_AFFINITY));
    listedOnce(bench, mark, () -> bench.compute().serverGroups().stream().map(g -> g.mark()));
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "PAGE_502"})
  default void anUnansweredOrderOfAVolumeIsInDoubtAndItIsListedOnce(Loss loss, Bench bench) {
    Cloud cloud = ready(bench, loss.callLimit());
    assumeTrue(cloud.facts().offersVolumes(), "the cloud has no service for volumes");
    OwnerMark mark = bench.mark("volume");
    VolumeOrder order = VolumeOrder.empty(mark, "data", 1);
    lose(bench, loss.fault(), () -> cloud.volumes().createVolume(order));
    listedOnce(bench, mark, () -> bench.cloud().volumes().volumes().stream().map(v -> v.mark()));
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "PAGE_502"})
  default void anUnansweredOrderOfALoadBalancerIsInDoubtAndItIsListedOnce(Loss loss, Bench bench) {
    Cloud cloud = ready(bench, loss.callLimit());
    assumeTrue(cloud.facts().offersLoadBalancers(), "the cloud has no service for load balancers");
    OwnerMark mark = bench.mark("load-balancer");
    Front front = new Front(bench.stock().subnet().id(), Optional.empty());
    LoadBalancerOrder order = new LoadBalancerOrder(mark, "api", front, Kind.USUAL);
    lose(bench, loss.fault(), () -> cloud.loadBalancers().createLoadBalancer(order));
    listedOnce(
        bench,
        mark,
        () -> bench.cloud().loadBalancers().loadBalancers().stream().map(one -> one.mark()));
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "HALF_BODY", "PAGE_502"})
  @Essential
  default void anUnansweredOrderOfAFloatingAddressIsInDoubtAndItIsListedOnce(
      Loss loss, Bench bench) {
    Cloud cloud = ready(bench, loss.callLimit());
    OwnerMark mark = bench.mark("floating-ip");
    String external = bench.stock().externalNetwork();
    lose(
        bench,
        loss.fault(),
        () -> cloud.network().createFloatingIp(mark, external, Optional.empty()));
    listedOnce(bench, mark, () -> bench.network().floatingIps().stream().map(f -> f.mark()));
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "PAGE_502"})
  @Essential
  default void anUnansweredOrderOfANetworkOrItsPartsIsInDoubtAndItIsListedOnce(
      Loss loss, Bench bench) {
    Topology cloud = ready(bench, loss.callLimit()).topology();
    OwnerMark network = bench.mark("network");
    lose(bench, loss.fault(), () -> cloud.createNetwork(network, "nodes"));
    Supplier<Stream<Optional<OwnerMark>>> networks =
        () -> bench.topology().networks().stream().map(n -> n.mark());
    listedOnce(bench, network, networks);
    String id = bench.topology().createNetwork(bench.mark("network"), "nodes");
    OwnerMark subnet = bench.mark("subnet");
    bench.proxy().forget();
    lose(
        bench,
        loss.fault(),
        () ->
            cloud.createSubnet(
                new SubnetOrder(subnet, "nodes", id, TopologyContract.CIDR, List.of())));
    listedOnce(bench, subnet, () -> bench.topology().subnets().stream().map(s -> s.mark()));
    OwnerMark router = bench.mark("router");
    bench.proxy().forget();
    lose(
        bench,
        loss.fault(),
        () -> cloud.createRouter(router, "out", bench.stock().externalNetwork()));
    listedOnce(bench, router, () -> bench.topology().routers().stream().map(r -> r.mark()));
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "HALF_BODY", "PAGE_502"})
  @Essential
  default void anUnansweredRuleIsInDoubtAndAddedAgainItIsThereOnce(Loss loss, Bench bench) {
    Cloud cloud = ready(bench, loss.callLimit());
    String group = bench.network().createSecurityGroup(bench.mark("group"), "nodes");
    SecurityRule rule = SecurityRule.tcp(6443, "0.0.0.0/0");
    bench.proxy().forget();
    lose(bench, loss.fault(), () -> cloud.network().addRule(group, rule));
    String id = bench.network().addRule(group, rule);
    assertThat(bench.network().securityGroup(group).orElseThrow().rules()).containsOnlyKeys(id);
  }

  @Test
  @Essential
  default void anUnansweredDeleteIsInDoubtAndCanBeSentAgain(Bench bench) {
    Cloud cloud = ready(bench, Tuning.USUAL.callLimit());
    String server = bench.runningServer().id();
    String port = bench.port();
    String group = bench.network().createSecurityGroup(bench.mark("group"), "nodes");
    String rule = bench.network().addRule(group, SecurityRule.tcp(22, "10.0.0.0/8"));
    String floating =
        bench
            .network()
            .createFloatingIp(
                bench.mark("floating-ip"), bench.stock().externalNetwork(), Optional.empty());
    List<ThrowingCallable> deletes =
        List.of(
            () -> cloud.compute().deleteServer(server),
            () -> cloud.network().deletePort(port),
            () -> cloud.network().removeRule(rule),
            () -> cloud.network().deleteSecurityGroup(group),
            () -> cloud.network().deleteFloatingIp(floating));
    for (ThrowingCallable delete : deletes) {
      bench.proxy().forget();
      lose(bench, new Fault.CutAfter(), delete);
      org.assertj.core.api.Assertions.assertThatNoException().isThrownBy(delete);
    }
    bench.gone(server);
    assertThat(bench.network().port(port)).isEmpty();
    assertThat(bench.network().securityGroup(group)).isEmpty();
    assertThat(bench.network().floatingIp(floating)).isEmpty();
  }

  @Test
  @Essential
  default void anOrderThatWasCutBeforeItArrivedIsInDoubtTooAndNothingIsMade(Bench bench) {
    Cloud cloud = ready(bench, Tuning.USUAL.callLimit());
    for (ThrowingCallable order : orders(bench, cloud)) {
      bench.proxy().forget();
      bench.proxy().once(Request::changes, new Fault.CutBefore());
      CloudFault fault = bench.faultOf(order);
      assertThat(fault).isInstanceOf(CloudFault.Unreachable.class);
      assertThat(fault.inDoubt()).isTrue();
      assertThat(bench.proxy().changes()).hasSize(1).noneMatch(Exchange::done);
    }
    nothingMade(bench);
  }

  @Test
  @Essential
  default void theFirstOrderOfAFreshConnectionIsNotSentTwiceEither(Bench bench) {
    Cloud cloud = bench.connect(Tuning.USUAL);
    PortOrder order = bench.portOrder();
    lose(bench, new Fault.CutAfter(), () -> cloud.network().createPort(order));
    listedOnce(bench, order.mark(), () -> bench.network().ports().stream().map(p -> p.mark()));
  }

  @Test
  @Essential
  default void anOrderThatFoundNoConnectionIsNotInDoubt(Bench bench) {
    Cloud cloud = ready(bench, Tuning.USUAL.callLimit());
    bench.proxy().refuseConnections();
    for (ThrowingCallable order : orders(bench, cloud)) {
      CloudFault fault = bench.faultOf(order);
      assertThat(fault).isInstanceOf(CloudFault.Unreachable.class);
      assertThat(fault.inDoubt()).isFalse();
    }
    bench.proxy().acceptConnections();
    assertThat(bench.proxy().changes()).isEmpty();
    nothingMade(bench);
    cloud.network().createPort(bench.portOrder());
  }

  /** Knows its way already: versions, token, connections. */
  private static Cloud ready(Bench bench, Duration callLimit) {
    Cloud cloud = bench.connect(Tuning.USUAL.withCallLimit(callLimit));
    cloud.compute().servers();
    cloud.network().floatingIps();
    bench.proxy().forget();
    return cloud;
  }

  private static List<ThrowingCallable> orders(Bench bench, Cloud cloud) {
    ServerOrder server = bench.serverOrder(bench.port());
    PortOrder port = bench.portOrder();
    OwnerMark group = bench.mark("group");
    OwnerMark floating = bench.mark("floating-ip");
    String external = bench.stock().externalNetwork();
    return List.of(
        () -> cloud.compute().createServer(server),
        () -> cloud.network().createPort(port),
        () -> cloud.network().createSecurityGroup(group, "nodes"),
        () -> cloud.network().createFloatingIp(floating, external, Optional.empty()));
  }

  private static void lose(Bench bench, Fault fault, ThrowingCallable call) {
    bench.proxy().once(Request::changes, fault);
    CloudFault seen = bench.faultOf(call);
    assertThat(seen).isInstanceOfAny(CloudFault.Unreachable.class, CloudFault.Broken.class);
    assertThat(seen.inDoubt()).as("in doubt: %s", seen).isTrue();
    List<Exchange> changes =
        bench.eventually(
            "the change is recorded",
            Duration.ofSeconds(30),
            () -> bench.proxy().changes(),
            all -> !all.isEmpty());
    assertThat(changes).hasSize(1).allMatch(Exchange::done);
  }

  private static void listedOnce(
      Bench bench, OwnerMark mark, Supplier<Stream<Optional<OwnerMark>>> look) {
    Supplier<Long> count = () -> look.get().filter(Optional.of(mark)::equals).count();
    assertThat(bench.listed("listed by its mark", count, n -> n > 0)).isEqualTo(1);
  }

  private static void nothingMade(Bench bench) {
    assertThat(bench.compute().servers()).noneMatch(s -> bench.ours(s.mark()));
    assertThat(bench.network().ports().stream().filter(p -> bench.ours(p.mark()))).hasSize(1);
    assertThat(bench.network().securityGroups()).noneMatch(g -> bench.ours(g.mark()));
    assertThat(bench.network().floatingIps()).noneMatch(f -> bench.ours(f.mark()));
  }
}
