package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.caisson.contract.proxy.Answers;
import io.caisson.contract.proxy.Exchange;
import io.caisson.contract.proxy.Fault;
import io.caisson.contract.proxy.Request;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.ServerOrder.Guest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Only the API's own 404 for a thing tells that it is absent; all else is unknown, and throws. */
public interface UnknownContract extends UnderTest {
  @ParameterizedTest
  @EnumSource
  default void aSpoiledLookIsNeverAnAbsence(Spoiled spoiled, Bench bench) {
    Cloud cloud = impatient(bench);
    bench.proxy().always(UnknownContract::looksAtThings, spoiled.fault());
    List<Supplier<Object>> looks = looks(cloud);
    Together<Object> all =
        assertTimeout(
            Duration.ofSeconds(20),
            () -> Together.call(looks.size(), i -> i + " saw " + looks.get(i).get()));
    assertThat(all.results()).isEmpty();
    assertThat(all.faults())
        .allSatisfy(
            fault -> {
              assertThat(fault).isInstanceOfAny(spoiled.expected());
              assertThat(fault.text()).isNotBlank();
            });
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {
        "HALF_BODY",
        "CUT_IN_BODY",
        "SLOW_BODY",
        "EMPTY_200",
        "OTHER_JSON",
        "LIST_FOR_OBJECT"
      })
  @Essential
  default void aSpoiledDeleteIsNeverDone(Spoiled spoiled, Bench bench) {
    Cloud cloud = impatient(bench);
    bench.proxy().always(Request::changes, spoiled.fault());
    List<Consumer<String>> deletes =
        new ArrayList<>(
            List.of(
                cloud.compute()::deleteServer,
                cloud.compute()::deleteServerGroup,
                cloud.network()::deletePort,
                cloud.network()::deleteSecurityGroup,
                cloud.network()::removeRule,
                cloud.network()::deleteFloatingIp));
    if (cloud.facts().offersLoadBalancers()) {
      deletes.add(cloud.loadBalancers()::deleteLoadBalancer);
    }
    Together<Integer> all =
        Together.call(
            deletes.size(),
            i -> {
              deletes.get(i).accept(Missing.ID);
              return i;
            });
    assertThat(all.results()).isEmpty();
    assertThat(all.faults()).allSatisfy(f -> assertThat(f).isInstanceOfAny(spoiled.expected()));
    int sent = spoiled == Spoiled.UNAUTHORIZED ? 2 : 1;
    Map<String, Long> perThing =
        bench.proxy().changes().stream()
            .collect(Collectors.groupingBy(Exchange::target, Collectors.counting()));
    assertThat(perThing).hasSize(deletes.size());
    assertThat(perThing.values()).allSatisfy(n -> assertThat(n).isLessThanOrEqualTo(sent));
  }

  @Test
  default void aListThatIsNotFoundIsUnknownAndNotEmpty(Bench bench) {
    Cloud cloud = impatient(bench);
    bench
        .proxy()
        .always(
            UnknownContract::looksAtThings,
            Answers.json(404, "{\"itemNotFound\": {\"code\": 404, \"message\": \"Not here.\"}}"));
    List<Supplier<Object>> lists =
        List.of(
            () -> cloud.compute().servers(),
            () -> cloud.compute().serverGroups(),
            () -> cloud.network().ports(),
            () -> cloud.network().securityGroups(),
            () -> cloud.network().floatingIps(),
            () -> cloud.facts().zones(),
            () -> cloud.facts().quotas());
    Together<Object> all = Together.call(lists.size(), i -> lists.get(i).get());
    assertThat(all.results()).isEmpty();
  }

  @Test
  default void aCloudThatRefusesConnectionsIsUnreachableAndComesBack(Bench bench) {
    Cloud cloud = impatient(bench);
    bench.proxy().refuseConnections();
    List<Supplier<Object>> looks = looks(cloud);
    Together<Object> all = Together.call(looks.size(), i -> looks.get(i).get());
    assertThat(all.results()).isEmpty();
    assertThat(all.faults()).allMatch(CloudFault.Unreachable.class::isInstance);
    bench.proxy().acceptConnections();
    assertThat(cloud.compute().server(Missing.ID)).isEmpty();
  }

  @Test
  default void theWaitThatTheCloudAsksForIsToldInWhateverFormItComes(Bench bench) {
    bench.network().ports();
    bench.proxy().once(Request::looks, Answers.throttled(Duration.ofSeconds(17)));
    assertThat(throttled(bench, () -> bench.network().ports())).isEqualTo(Duration.ofSeconds(17));
    bench.proxy().once(Request::looks, Answers.throttled());
    assertThat(throttled(bench, () -> bench.network().ports())).isEqualTo(Duration.ofSeconds(1));
    Instant inAMinute = bench.now().plusSeconds(60);
    bench.proxy().once(Request::looks, Answers.throttledUntil(inAMinute));
    assertThat(throttled(bench, () -> bench.network().ports()))
        .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(61));
  }

  @Test
  @Essential
  default void aThrottledOrderWasNotDoneAndIsNotRepeatedByTheAdapter(Bench bench) {
    bench.proxy().once(Request::changes, Answers.throttled(Duration.ofSeconds(2)));
    CloudFault fault = bench.faultOf(() -> bench.network().createPort(bench.portOrder()));
    assertThat(fault).isInstanceOf(CloudFault.Throttled.class);
    assertThat(fault.inDoubt()).isFalse();
    assertThat(bench.proxy().changes()).hasSize(1).noneMatch(Exchange::done);
  }

  @Test
  default void theWordsOfAnErrorAreKept(Bench bench) {
    bench.proxy().once(Request::looks, Answers.error(503, "Cell 7 is \\\"away\\\" until noon."));
    CloudFault fault = bench.faultOf(() -> bench.network().ports());
    assertThat(fault)
        .isInstanceOfSatisfying(
            CloudFault.Broken.class, broken -> assertThat(broken.status()).isEqualTo(503));
    assertThat(fault.text()).contains("Cell 7 is \"away\" until noon.");
  }

  @Test
  default void nothingOfTheFaultsTellsASecret(Bench bench) {
    String userData = "#cloud-config\n# secret-word-0815\n";
    bench.proxy().once(Request::changes, new Fault.CutBefore());
    CloudFault fault =
        bench.faultOf(
            () ->
                bench
                    .compute()
                    .createServer(bench.serverOrder(bench.port()).with(Guest.of(userData))));
    assertThat(fault.toString()).doesNotContain("secret-word-0815");
  }

  private static Cloud impatient(Bench bench) {
    Cloud cloud = bench.connect(Tuning.USUAL.withCallLimit(Duration.ofSeconds(2)));
    cloud.compute().servers();
    cloud.network().ports();
    cloud.facts().image(bench.environment().supplies().image());
    bench.proxy().forget();
    return cloud;
  }

  private static boolean looksAtThings(Request request) {
    return request.looks() && !request.service().equals("identity");
  }

  private static Duration throttled(Bench bench, ThrowingCallable call) {
    CloudFault fault = bench.faultOf(call);
    assertThat(fault).isInstanceOf(CloudFault.Throttled.class);
    return ((CloudFault.Throttled) fault).retryAfter();
  }

  private static List<Supplier<Object>> looks(Cloud cloud) {
    List<Supplier<Object>> all = new ArrayList<>(usualLooks(cloud));
    if (cloud.facts().offersVolumes()) {
      all.add(() -> cloud.volumes().volume(Missing.ID));
      all.add(() -> cloud.volumes().volumes());
      all.add(() -> cloud.volumes().types());
    }
    if (cloud.facts().offersLoadBalancers()) {
      all.add(() -> cloud.loadBalancers().loadBalancer(Missing.ID));
      all.add(() -> cloud.loadBalancers().loadBalancers());
      all.add(() -> cloud.loadBalancers().members(Missing.ID));
    }
    return all;
  }

  private static List<Supplier<Object>> usualLooks(Cloud cloud) {
    return List.of(
        () -> cloud.compute().server(Missing.ID),
        () -> cloud.compute().servers(),
        () -> cloud.compute().serverGroup(Missing.ID),
        () -> cloud.compute().serverGroups(),
        () -> cloud.network().port(Missing.ID),
        () -> cloud.network().ports(),
        () -> cloud.network().securityGroup(Missing.ID),
        () -> cloud.network().securityGroups(),
        () -> cloud.network().floatingIp(Missing.ID),
        () -> cloud.network().floatingIps(),
        () -> cloud.topology().network(Missing.ID),
        () -> cloud.topology().networks(),
        () -> cloud.topology().subnet(Missing.ID),
        () -> cloud.topology().subnets(),
        () -> cloud.topology().router(Missing.ID),
        () -> cloud.topology().routers(),
        () -> cloud.facts().flavor(Missing.ID),
        () -> cloud.facts().image(Missing.ID),
        () -> cloud.facts().network(Missing.ID),
        () -> cloud.facts().keyPairExists("no-such-key"),
        () -> cloud.facts().zones(),
        () -> cloud.facts().quotas());
  }
}
