package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.contract.cloud.Administrator.Tenancy;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.LoadBalancerOrder;
import io.caisson.spi.cloud.LoadBalancerOrder.Front;
import io.caisson.spi.cloud.LoadBalancerOrder.Kind;
import io.caisson.spi.cloud.PortOrder;
import io.caisson.spi.cloud.SecurityRule;
import io.caisson.spi.cloud.ServerGroup.Policy;
import io.caisson.spi.cloud.ServerOrder.Placement;
import io.caisson.spi.cloud.SubnetOrder;
import io.caisson.spi.cloud.Topology;
import io.caisson.spi.cloud.VolumeOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Quotas: read, and met. Limits are set in a project of the case's own. */
public interface QuotaContract extends UnderTest {
  @Test
  default void allQuotasAreToldWithLimitAndUse(Bench bench) {
    assertThat(bench.cloud().facts().quotas())
        .extracting(QuotaFact::resource)
        .contains(
            "instances",
            "cores",
            "ram",
            "server_groups",
            "server_group_members",
            "networks",
            "subnets",
            "routers",
            "ports",
            "floating_ips",
            "security_groups",
            "security_group_rules")
        .doesNotHaveDuplicates();
    bench.network().createPort(bench.portOrder());
    assertThat(quota(bench.cloud(), "ports").used()).isPositive();
  }

  @Test
  default void aLimitThatIsMetIsToldByItsNameInTheCloudsWords(Bench bench) {
    Cloud cloud = bench.connect(tenancy(bench).member(), Tuning.USUAL);
    String port = cloud.network().createPort(port(bench, cloud));
    String group = cloud.network().createSecurityGroup(bench.mark("group"), "nodes");
    for (Map.Entry<String, ThrowingCallable> order : orders(bench, cloud, port, group).entrySet()) {
      String resource = order.getKey();
      long used = quota(cloud, resource).used();
      bench.tenancy().orElseThrow().limit(resource, used);
      assertThat(quota(cloud, resource)).isEqualTo(new QuotaFact(resource, used, used));
      bench.proxy().forget();
      CloudFault fault = bench.faultOf(order.getValue());
      assertThat(fault)
          .as(resource)
          .isInstanceOfSatisfying(
              CloudFault.Quota.class, met -> assertThat(met.resource()).isEqualTo(resource));
      bench.assertVerbatim(fault);
      bench.tenancy().orElseThrow().limit(resource, -1);
      assertThat(quota(cloud, resource).unlimited()).isTrue();
    }
  }

  @Test
  default void aQuotaOfServersTellsItsFigures(Bench bench) {
    Cloud cloud = bench.connect(tenancy(bench).member(), Tuning.USUAL);
    bench.tenancy().orElseThrow().limit("cores", 0);
    String port = cloud.network().createPort(port(bench, cloud));
    CloudFault fault = bench.faultOf(() -> cloud.compute().createServer(bench.serverOrder(port)));
    assertThat(fault)
        .isInstanceOfSatisfying(
            CloudFault.Quota.class,
            met -> {
              assertThat(met.needed()).hasValueSatisfying(n -> assertThat(n).isPositive());
              assertThat(met.used()).contains(0L);
              assertThat(met.limit()).contains(0L);
            });
    assertThat(cloud.compute().servers()).isEmpty();
  }

  @Test
  default void aServerGroupThatIsFullIsToldInTheCloudsWords(Bench bench) {
    Cloud cloud = bench.connect(tenancy(bench).member(), Tuning.USUAL);
    String port = cloud.network().createPort(port(bench, cloud));
    Policy policy = Policy.SOFT_ANTI_AFFINITY;
    String group = cloud.compute().createServerGroup(bench.mark("server-group"), policy);
    bench.tenancy().orElseThrow().limit("server_group_members", 0);
    bench.proxy().forget();
    CloudFault fault =
        bench.faultOf(
            () ->
                cloud
                    .compute()
                    .createServer(bench.serverOrder(port).with(Placement.ANYWHERE.among(group))));
    assertThat(fault)
        .isInstanceOfSatisfying(
            CloudFault.Quota.class,
            met -> assertThat(met.resource()).isEqualTo("server_group_members"));
    bench.assertVerbatim(fault);
    assertThat(cloud.compute().serverGroup(group).orElseThrow().members()).isEmpty();
  }

  @Test
  default void anotherProjectsThingsAreAbsentAndCannotBeDeleted(Bench bench) {
    String port = bench.port();
    String group = bench.network().createSecurityGroup(bench.mark("group"), "nodes");
    Cloud other = bench.connect(tenancy(bench).member(), Tuning.USUAL);
    assertThat(other.network().port(port)).isEmpty();
    assertThat(other.network().ports()).isEmpty();
    assertThat(other.network().securityGroup(group)).isEmpty();
    assertThat(other.compute().servers()).isEmpty();
    other.network().deletePort(port);
    other.network().deleteSecurityGroup(group);
    assertThat(bench.network().port(port)).isPresent();
    assertThat(bench.network().securityGroup(group)).isPresent();
  }

  private static Map<String, ThrowingCallable> orders(
      Bench bench, Cloud cloud, String port, String group) {
    Map<String, ThrowingCallable> orders = new TreeMap<>();
    ThrowingCallable server = () -> cloud.compute().createServer(bench.serverOrder(port));
    orders.put("instances", server);
    orders.put("cores", server);
    orders.put("ram", server);
    orders.put(
        "server_groups",
        () -> cloud.compute().createServerGroup(bench.mark("server-group"), Policy.ANTI_AFFINITY));
    orders.putAll(ofTopology(bench, cloud));
    orders.put("ports", () -> cloud.network().createPort(port(bench, cloud)));
    orders.put(
        "floating_ips",
        () ->
            cloud
                .network()
                .createFloatingIp(
                    bench.mark("floating-ip"), bench.stock().externalNetwork(), Optional.empty()));
    orders.put(
        "security_groups", () -> cloud.network().createSecurityGroup(bench.mark("group"), "more"));
    orders.put(
        "security_group_rules",
        () -> cloud.network().addRule(group, SecurityRule.tcp(22, "10.0.0.0/8")));
    if (cloud.facts().offersVolumes()) {
      ThrowingCallable volume =
          () -> cloud.volumes().createVolume(VolumeOrder.empty(bench.mark("volume"), "more", 1));
      orders.put("volumes", volume);
      orders.put("gigabytes", volume);
    }
    if (cloud.facts().offersLoadBalancers()) {
      LoadBalancerOrder balancer =
          new LoadBalancerOrder(
              bench.mark("load-balancer"),
              "more",
              new Front(port(bench, cloud).subnet(), Optional.empty()),
              Kind.USUAL);
      orders.put("load_balancers", () -> cloud.loadBalancers().createLoadBalancer(balancer));
    }
    return orders;
  }

  private static Map<String, ThrowingCallable> ofTopology(Bench bench, Cloud cloud) {
    Topology topology = cloud.topology();
    String network = topology.createNetwork(bench.mark("network"), "nodes");
    SubnetOrder subnet =
        new SubnetOrder(bench.mark("subnet"), "more", network, TopologyContract.CIDR, List.of());
    String external = bench.stock().externalNetwork();
    return Map.of(
        "networks", () -> topology.createNetwork(bench.mark("network"), "more"),
        "subnets", () -> topology.createSubnet(subnet),
        "routers", () -> topology.createRouter(bench.mark("router"), "more", external));
  }

  private static PortOrder port(Bench bench, Cloud cloud) {
    String id = bench.tenancy().orElseThrow().network();
    return bench.portOrderIn(cloud.facts().network(id).orElseThrow());
  }

  private static QuotaFact quota(Cloud cloud, String resource) {
    return cloud.facts().quotas().stream()
        .filter(quota -> quota.resource().equals(resource))
        .findFirst()
        .orElseThrow();
  }

  private static Tenancy tenancy(Bench bench) {
    Optional<Tenancy> tenancy = bench.tenancy();
    assumeTrue(tenancy.isPresent(), "needs an administrator, who makes a project with limits");
    return tenancy.orElseThrow();
  }
}
