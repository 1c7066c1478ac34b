package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Placement;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.ServerGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerGroupsTest {
  private static final ResourceKey MEMBERS =
      new ResourceKey(Kind.SERVER_GROUP, "control-plane.anti-affinity");
  private static final ResourceKey WORKERS =
      new ResourceKey(Kind.SERVER_GROUP, "worker.soft-anti-affinity");

  @Test
  void eachGroupHasAServerGroupThatItsServersAreMadeIn() {
    Bench bench = bench(3, 2);
    List<Order.CreateServer> servers = servers(bench);
    assertThat(bench.serverGroups)
        .extracting(ServerGroup::policy)
        .containsExactlyInAnyOrder(
            ServerGroup.Policy.ANTI_AFFINITY, ServerGroup.Policy.SOFT_ANTI_AFFINITY);
    assertThat(servers).hasSize(5);
    servers.forEach(
        server ->
            assertThat(server.placement().group())
                .isPresent()
                .isEqualTo(
                    bench.cluster.ref(
                        server.machine().group().equals("worker") ? WORKERS : MEMBERS)));
  }

  @Test
  void withoutAPlacementThereIsNone() {
    Bench bench = new Bench(3, 2);
    assertThat(servers(bench)).allMatch(server -> server.placement().group().isEmpty());
    assertThat(bench.serverGroups).isEmpty();
  }

  @Test
  void noServerIsAskedForWhileItsServerGroupIsInDoubt() {
    Bench bench = bench(1, 1);
    Effect lost = bench.until(effect -> effect.key().equals(MEMBERS));
    bench.carryOut(lost);
    bench.settle(lost, new Outcome.InDoubt("no answer"));
    List<Effect> next = bench.decide();
    assertThat(next).noneMatch(effect -> effect.key().equals(MEMBERS));
    assertThat(next).noneMatch(effect -> effect.key().kind() == Kind.SERVER);
    next.forEach(effect -> bench.settle(effect, new Outcome.Done(bench.carryOut(effect))));
    bench.untilQuiet();
    assertThat(bench.serverGroups).hasSize(2);
    assertThat(bench.cluster.completed()).isPresent();
  }

  @Test
  void aServerGroupGoesWithTheLastServerOfItsNodeGroup() {
    Bench bench = bench(1, 2);
    bench.untilQuiet();
    bench.revise(spec -> spec.without("worker"));
    boolean gone = false;
    for (int turn = 0; turn < 100; turn++) {
      for (Effect effect : bench.decide()) {
        if (effect.verb() == Attempt.Verb.DELETE && effect.key().equals(WORKERS)) {
          gone = true;
          assertThat(bench.servers).noneMatch(one -> one.name().contains("worker"));
        }
        bench.settle(effect, bench.outcome(effect));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(gone).isTrue();
    assertThat(bench.serverGroups).hasSize(1);
  }

  @Test
  void aGroupThatShrinksKeepsItsServerGroup() {
    Bench bench = bench(1, 2);
    bench.untilQuiet();
    bench.resize(1);
    bench.untilQuiet();
    assertThat(bench.cluster.present(WORKERS)).isTrue();
    assertThat(bench.serverGroups).hasSize(2);
  }

  @Test
  void aGroupThatShrinksToNothingKeepsItsServerGroup() {
    Bench bench = bench(1, 2);
    bench.untilQuiet();
    String id = bench.cluster.ref(WORKERS).orElseThrow();
    bench.resize(0);
    bench.untilQuiet();
    assertThat(bench.cluster.machinesOf("worker")).isEmpty();
    assertThat(bench.cluster.ref(WORKERS)).contains(id);
  }

  @Test
  void oneThatIsBeingDeletedWhenItIsWantedAgainGoesAndComesAnew() {
    Bench bench = bench(1, 1);
    bench.untilQuiet();
    String old = bench.cluster.ref(WORKERS).orElseThrow();
    NodeGroup group = bench.cluster.spec().group("worker").orElseThrow();
    bench.revise(spec -> spec.without("worker"));
    bench.settle(
        bench.until(effect -> effect.key().equals(WORKERS)), new Outcome.InDoubt("no answer"));
    bench.revise(spec -> spec.with(group));
    bench.untilQuiet();
    assertThat(bench.cluster.ref(WORKERS)).isPresent().isNotEqualTo(Optional.of(old));
    assertThat(bench.serverGroups).hasSize(2).noneMatch(one -> one.id().equals(old));
    assertThat(bench.cluster.machinesOf("worker")).hasSize(1);
  }

  @Test
  void aDeletedClusterLeavesNoServerGroupNorTwinsOfIt() {
    Bench bench = bench(1, 1);
    bench.untilQuiet();
    ServerGroup twin = bench.serverGroups.getFirst();
    bench.serverGroups.add(new ServerGroup("twin", twin.policy(), List.of(), twin.mark()));
    bench.commit(List.of(new ClusterRecord.DeletionRequested("tester", bench.now)));
    bench.untilQuiet();
    assertThat(bench.serverGroups).isEmpty();
    assertThat(bench.cluster.gone()).isPresent();
  }

  @Test
  void oneThatIsLostIsMadeAgainForTheServersThatCome() {
    Bench bench = bench(1, 1);
    bench.untilQuiet();
    bench.serverGroups.removeIf(one -> one.policy() == ServerGroup.Policy.SOFT_ANTI_AFFINITY);
    bench.commit(List.of(new ClusterRecord.ResourceAbsent(WORKERS, "test", bench.now)));
    bench.untilQuiet();
    assertThat(bench.serverGroups).hasSize(2);
    assertThat(bench.cluster.machinesOf("worker")).hasSize(1);
  }

  @Test
  void moreMembersThanTheQuotaAllowsAreNotAskedFor() {
    Bench bench = bench(1, 4);
    bench.quotas.add(new QuotaFact("server_group_members", 3, 0));
    bench.decide();
    assertThat(bench.decide()).noneMatch(effect -> effect.key().kind().marked());
    assertThat(bench.hold("quota").reason())
        .contains("server_group_members: 4 in one server group needed, limit 3")
        .contains("a node group of fewer machines");
  }

  @Test
  void whatASurgeAddsCountsAsAMember() {
    Bench bench = bench(1, 3);
    bench.quotas.add(new QuotaFact("server_group_members", 3, 0));
    bench.untilQuiet();
    assertThat(bench.cluster.completed()).isPresent();
    bench.revise(
        spec -> {
          NodeGroup workers = spec.group("worker").orElseThrow();
          return spec.with(workers.madeOf(workers.flavor(), "other"));
        });
    bench.decide();
    assertThat(bench.hold("quota").reason()).contains("4 in one server group needed, limit 3");
    assertThat(Preview.of(bench.cluster, bench.now).lacking(bench.quotas)).hasSize(1);
  }

  @Test
  void serverGroupsThemselvesAreCounted() {
    Bench bench = bench(1, 1);
    bench.quotas.add(new QuotaFact("server_groups", 10, 9));
    bench.decide();
    assertThat(bench.hold("quota").reason()).contains("quota server_groups: 2 needed, 1 free");
  }

  @Test
  void anotherPlacementIsNoReasonToReplaceAMachine() {
    Bench bench = bench(1, 2);
    bench.untilQuiet();
    bench.revise(spec -> spec.with(placed(spec.group("worker").orElseThrow(), Optional.empty())));
    bench.untilQuiet();
    assertThat(bench.cluster.machinesOf("worker"))
        .extracting(one -> one.id().toString())
        .containsExactly("worker-1", "worker-2");
    assertThat(bench.cluster.present(WORKERS)).isTrue();
  }

  private static Bench bench(int members, int workers) {
    Bench bench = new Bench(members, workers);
    bench.playsEtcd = members > 1;
    bench.revise(
        spec ->
            spec.with(
                    placed(
                        spec.group("control-plane").orElseThrow(),
                        Optional.of(Placement.ANTI_AFFINITY)))
                .with(
                    placed(
                        spec.group("worker").orElseThrow(),
                        Optional.of(Placement.SOFT_ANTI_AFFINITY))));
    return bench;
  }

  private static NodeGroup placed(NodeGroup group, Optional<Placement> placement) {
    return new NodeGroup(
        group.name(),
        group.role(),
        group.flavor(),
        group.image(),
        group.count(),
        group.bounds(),
        group.options().placed(placement));
  }

  private static List<Order.CreateServer> servers(Bench bench) {
    List<Order.CreateServer> servers = new ArrayList<>();
    for (int turn = 0; turn < 200; turn++) {
      for (Effect effect : bench.decide()) {
        if (effect.order() instanceof Order.CreateServer server) {
          servers.add(server);
        }
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    return servers;
  }
}
