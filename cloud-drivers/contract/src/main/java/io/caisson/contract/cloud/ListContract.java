package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.contract.proxy.Answers;
import io.caisson.contract.proxy.Fault;
import io.caisson.contract.proxy.Request;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.SecurityGroup;
import io.caisson.spi.cloud.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Lists are complete, page after page, or they are not given at all. */
public interface ListContract extends UnderTest {
  /** More than two pages of the small adapter's. */
  int MANY = 5;

  @Test
  default void portsAreListedFromAllPages(Bench bench) {
    List<String> made = ports(bench);
    Cloud small = small(bench);
    assertThat(small.network().ports()).extracting(Port::id).containsAll(made);
    assertThat(pages(bench)).isGreaterThanOrEqualTo(3);
  }

  @Test
  default void groupsAreListedFromAllPages(Bench bench) {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      made.add(bench.network().createSecurityGroup(bench.mark("group"), "nodes"));
    }
    Cloud small = small(bench);
    assertThat(small.network().securityGroups())
        .extracting(SecurityGroup::id)
        .doesNotHaveDuplicates()
        .containsAll(made);
    assertThat(pages(bench)).isGreaterThanOrEqualTo(3);
  }

  @Test
  default void floatingAddressesAreListedFromAllPages(Bench bench) {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      made.add(
          bench
              .network()
              .createFloatingIp(
                  bench.mark("floating-ip"), bench.stock().externalNetwork(), Optional.empty()));
    }
    Cloud small = small(bench);
    assertThat(small.network().floatingIps()).extracting(FloatingIp::id).containsAll(made);
    assertThat(pages(bench)).isGreaterThanOrEqualTo(3);
  }

  @Test
  default void serversAreListedFromAllPages(Bench bench) {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.add(bench.compute().createServer(bench.serverOrder(bench.port())));
    }
    Cloud small = bench.connect(Tuning.USUAL.withPageSize(1));
    bench.proxy().forget();
    bench.listed(
        "all fresh servers are listed",
        () -> small.compute().servers().stream().map(Server::id).toList(),
        ids -> ids.containsAll(made));
    assertThat(pages(bench)).isGreaterThanOrEqualTo(3);
    assertThat(small.compute().servers()).extracting(Server::id).doesNotHaveDuplicates();
  }

  @Test
  default void namesAreFoundOnLaterPages(Bench bench) {
    Cloud small = bench.connect(Tuning.USUAL.withPageSize(1));
    Supplies supplies = bench.environment().supplies();
    assertThat(small.facts().flavor(supplies.flavor())).isPresent();
    assertThat(small.facts().image(supplies.image())).isPresent();
    assertThat(small.facts().network(supplies.network())).isPresent();
    assertThat(small.facts().network(supplies.externalNetwork())).isPresent();
    assertThat(small.facts().keyPairExists(supplies.keyPair())).isTrue();
  }

  @Test
  default void aListWhoseSecondPageFailsIsNotGiven(Bench bench) {
    ports(bench);
    Cloud small = small(bench);
    small.network().ports();
    for (Fault fault :
        List.of(Answers.error(503, "busy for a while"), Answers.html(200), new Fault.CutBefore())) {
      bench.proxy().once(second(), fault);
      assertThat(bench.faultOf(() -> small.network().ports()))
          .isInstanceOfAny(CloudFault.Broken.class, CloudFault.Unreachable.class);
      bench.proxy().heal();
    }
    bench.proxy().once(second(), new Fault.CutInBody());
    bench.faultOf(() -> small.network().ports());
  }

  @Test
  default void aListEndsWithinTheCallLimitHoweverManyPagesItHas(Bench bench) {
    ports(bench);
    Cloud small = bench.connect(Tuning.USUAL.withPageSize(1).withCallLimit(Duration.ofSeconds(3)));
    small.network().ports();
    bench.proxy().always(Request::looks, new Fault.SlowFirstByte(Duration.ofSeconds(1)));
    assertThat(bench.faultOf(() -> small.network().ports()))
        .isInstanceOf(CloudFault.Unreachable.class);
  }

  private static List<String> ports(Bench bench) {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      made.add(bench.port());
    }
    return made;
  }

  private static Cloud small(Bench bench) {
    Cloud small = bench.connect(Tuning.USUAL.withPageSize(2));
    bench.proxy().forget();
    return small;
  }

  private static long pages(Bench bench) {
    return bench.proxy().exchanges().stream()
        .filter(exchange -> exchange.method().equals("GET"))
        .count();
  }

  private static Predicate<Request> second() {
    AtomicInteger count = new AtomicInteger();
    return request -> request.looks() && count.incrementAndGet() == 2;
  }
}
