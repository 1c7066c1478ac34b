package io.caisson.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.simulator.model.LoadBalancer.Member;
import io.caisson.simulator.model.LoadBalancer.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LoadBalancersTest {
  private final SmallDataCentre small = new SmallDataCentre(7);
  private final List<BalancedAddress> told = new ArrayList<>();

  LoadBalancersTest() {
    small.dataCentre.listen(
        new InstanceListener() {
          @Override
          public void balanced(BalancedAddress now) {
            told.add(now);
          }
        });
  }

  private LoadBalancer balancer(Optional<String> address) {
    return small.change(
        p ->
            p.loadBalancers()
                .create(
                    small.caller,
                    new LoadBalancer.Order("api", "mine", small.subnet.id(), address, "amphora")));
  }

  /** One that has all its parts. */
  private LoadBalancer whole(Optional<String> address) {
    LoadBalancer balancer = balancer(address);
    small.pass(20);
    small.change(p -> p.loadBalancers().addListener(balancer, "api", 6443));
    small.pass(20);
    small.change(p -> p.loadBalancers().addPool(balancer, "api", "ROUND_ROBIN"));
    small.pass(20);
    small.change(p -> p.loadBalancers().addMonitor(balancer, "api"));
    small.pass(20);
    return balancer;
  }

  private Member add(LoadBalancer balancer, String address) {
    return small.change(
        p -> p.loadBalancers().add(balancer, new Member("", "cp", address, "", 6443)));
  }

  private static void immutable(ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.type()).isEqualTo("ImmutableObject"));
  }

  @Test
  void nothingOfItCanBeChangedWhileItIsMade() {
    LoadBalancer balancer = balancer(Optional.empty());
    immutable(() -> small.change(p -> p.loadBalancers().addListener(balancer, "api", 6443)));
    immutable(() -> small.dataCentre.furnish(p -> p.loadBalancers().delete(balancer, true)));
    small.pass(20);
    assertThat(balancer.state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void itHasOneOfEachPart() {
    LoadBalancer balancer = whole(Optional.empty());
    assertThatThrownBy(
            () -> small.change(p -> p.loadBalancers().addListener(balancer, "api", 6443)))
        .hasMessageContaining("is already using protocol TCP and protocol_port 6443");
    assertThatThrownBy(
            () -> small.change(p -> p.loadBalancers().addPool(balancer, "api", "ROUND_ROBIN")))
        .hasMessageContaining("This listener already has a default pool");
    assertThatThrownBy(() -> small.change(p -> p.loadBalancers().addMonitor(balancer, "api")))
        .hasMessageContaining("This pool already has a health monitor");
  }

  @Test
  void nothingOfItCanBeChangedWhileItIsChanged() {
    LoadBalancer balancer = whole(Optional.empty());
    Member member = add(balancer, "127.200.0.9");
    assertThat(balancer.state()).isEqualTo(State.PENDING_UPDATE);
    immutable(
        () -> small.dataCentre.furnish(p -> p.loadBalancers().removeMember(balancer, member.id())));
    small.pass(20);
    assertThatThrownBy(() -> add(balancer, "127.200.0.9"))
        .hasMessageContaining("is already using ip 127.200.0.9 on protocol_port 6443");
    assertThat(balancer.members()).containsExactly(member);
  }

  @Test
  void itLeadsToItsMembersFromItsAddressAndTheFloatingOne() {
    small.connectToTheOutside();
    LoadBalancer balancer = whole(Optional.of("127.200.0.77"));
    small.pass(20);
    Member member = add(balancer, "127.200.0.9");
    small.pass(20);
    assertThat(told)
        .last()
        .isEqualTo(
            new BalancedAddress(balancer.id(), List.of("127.200.0.77"), 6443, List.of(member)));
    FloatingIp ip =
        small.change(
            p ->
                p.floatingIps()
                    .create(
                        small.caller,
                        new FloatingIps.Order(
                            "blue",
                            small.external.id(),
                            Optional.of(balancer.port()),
                            Optional.empty(),
                            Optional.empty(),
                            "")));
    small.pass(1);
    assertThat(told.getLast().addresses()).containsExactly("127.200.0.77", ip.address());
    small.dataCentre.furnish(p -> p.floatingIps().delete(ip));
    small.pass(1);
    assertThat(told.getLast().addresses()).containsExactly("127.200.0.77");
    small.dataCentre.furnish(p -> p.loadBalancers().delete(balancer, true));
    small.pass(20);
    assertThat(told.getLast().addresses()).isEmpty();
    assertThat(small.dataCentre.<Boolean>look(p -> p.ports().get(balancer.port()).isPresent()))
        .isFalse();
  }

  @Test
  void anAddressThatIsTakenIsTheProvidersError() {
    small.port("127.200.0.9");
    assertThatThrownBy(() -> balancer(Optional.of("127.200.0.9")))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.type()).isEqualTo("ProviderDriverError"));
    assertThat(small.dataCentre.<Integer>look(p -> p.loadBalancers().all().size())).isZero();
  }

  @Test
  void oneThatFailedCanBeDeletedWithAllThatItHas() {
    LoadBalancer balancer = whole(Optional.empty());
    small.dataCentre.furnish(p -> p.loadBalancers().fail(balancer));
    small.pass(20);
    assertThat(balancer.state()).isEqualTo(State.ERROR);
    assertThatThrownBy(
            () -> small.dataCentre.furnish(p -> p.loadBalancers().delete(balancer, false)))
        .hasMessageContaining("it has children");
    small.dataCentre.furnish(p -> p.loadBalancers().delete(balancer, true));
    small.pass(20);
    assertThat(small.dataCentre.<Long>look(p -> p.loadBalancers().count("blue"))).isZero();
  }
}
