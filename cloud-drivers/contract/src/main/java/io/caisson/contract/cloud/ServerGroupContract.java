package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.contract.proxy.Exchange;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.ServerGroup.Policy;
import io.caisson.spi.cloud.ServerOrder.Placement;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Server groups: control planes that share a host share its failure. */
public interface ServerGroupContract extends UnderTest {
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "OTHER")
  @Essential
  default void aServerGroupHasItsPolicyAndItsMarkShownAndListed(Policy policy, Bench bench) {
    OwnerMark mark = bench.mark("server-group");
    String id = bench.compute().createServerGroup(mark, policy);
    assertThat(bench.proxy().changes()).hasSize(1).allMatch(Exchange::done);
    ServerGroup shown = bench.compute().serverGroup(id).orElseThrow();
    assertThat(shown).isEqualTo(new ServerGroup(id, policy, List.of(), Optional.of(mark)));
    assertThat(bench.compute().serverGroups()).contains(shown);
  }

  @Test
  default void aServerJoinsItsGroupByItsOrderAndLeavesItWhenItIsGone(Bench bench) {
    String group = group(bench, Policy.SOFT_ANTI_AFFINITY);
    String server = member(bench, group);
    bench.running(server);
    assertThat(bench.compute().serverGroup(group).orElseThrow().members()).containsExactly(server);
    bench.compute().deleteServer(server);
    bench.gone(server);
    assertThat(bench.compute().serverGroup(group).orElseThrow().members()).isEmpty();
  }

  @Test
  default void noTwoServersOfAnAntiAffinityGroupShareAHost(Bench bench) {
    String group = group(bench, Policy.ANTI_AFFINITY);
    String first = member(bench, group);
    String host = bench.neighbour().hostOf(bench.running(first).id());
    Server second = bench.settled(member(bench, group));
    if (second.status() == Server.Status.ERROR) {
      assertThat(second.fault()).hasValueSatisfying(w -> assertThat(w).contains("No valid host"));
    } else {
      assertThat(bench.neighbour().hostOf(second.id())).isNotEqualTo(host);
    }
  }

  @Test
  default void theServersOfAnAffinityGroupShareAHost(Bench bench) {
    String group = group(bench, Policy.AFFINITY);
    String first = bench.running(member(bench, group)).id();
    String second = bench.running(member(bench, group)).id();
    assertThat(bench.neighbour().hostOf(second)).isEqualTo(bench.neighbour().hostOf(first));
  }

  @Test
  default void aDeletedServerGroupIsGoneAndItsServersStay(Bench bench) {
    String group = group(bench, Policy.ANTI_AFFINITY);
    String server = bench.running(member(bench, group)).id();
    bench.compute().deleteServerGroup(group);
    bench.compute().deleteServerGroup(group);
    assertThat(bench.compute().serverGroup(group)).isEmpty();
    assertThat(bench.compute().serverGroups()).noneMatch(other -> other.id().equals(group));
    assertThat(bench.compute().server(server).map(Server::status)).contains(Server.Status.ACTIVE);
  }

  @Test
  default void aServerGroupThatNeverWasIsAbsentAndDeletingItSucceeds(Bench bench) {
    assertThat(bench.compute().serverGroup(Missing.ID)).isEmpty();
    bench.compute().deleteServerGroup(Missing.ID);
  }

  @Test
  default void theListOfServerGroupsIsWholeThoughItHasPages(Bench bench) {
    List<String> made =
        IntStream.range(0, 5).mapToObj(_ -> group(bench, Policy.SOFT_ANTI_AFFINITY)).toList();
    List<ServerGroup> listed = bench.connect(Tuning.USUAL.withPageSize(2)).compute().serverGroups();
    assertThat(listed).extracting(ServerGroup::id).containsAll(made).doesNotHaveDuplicates();
  }

  private static String group(Bench bench, Policy policy) {
    return bench.compute().createServerGroup(bench.mark("server-group"), policy);
  }

  private static String member(Bench bench, String group) {
    return bench
        .compute()
        .createServer(bench.serverOrder(bench.port()).with(Placement.ANYWHERE.among(group)));
  }
}
