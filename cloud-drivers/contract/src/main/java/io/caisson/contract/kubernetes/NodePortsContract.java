package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesApi.Node;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.caisson.spi.kubernetes.NodeLeases.NodeLease;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nodes, and their leases, through our ports. */
public interface NodePortsContract extends PortsUnderTest {
  @Test
  default void theApiIsReady(Bench bench) {
    assertThat(api(bench).ready()).isTrue();
  }

  @Test
  default void aNodeIsSeenAsItIs(Bench bench) {
    String name = bench.freshNode();
    String uid = bench.admin().get("/api/v1/nodes/" + name).text("/metadata/uid");

    Node node = node(bench, name).orElseThrow();

    assertThat(node.uid()).isEqualTo(uid);
    assertThat(node.ready()).isTrue();
    assertThat(node.addresses()).isEmpty();
  }

  @Test
  default void aNodeThatSaysItIsNotReadyIsNot(Bench bench) {
    String name = bench.freshNode();
    bench
        .admin()
        .patch(
            Caller.STRATEGIC,
            "/api/v1/nodes/" + name + "/status",
            Doc.of("status: {conditions: [{type: Ready, status: 'False', reason: Contract}]}"))
        .expect(200);

    assertThat(node(bench, name)).map(Node::ready).hasValue(false);
  }

  @Test
  default void aNodeIsCordonedAsOftenAsAsked(Bench bench) {
    String name = bench.freshNode();
    String path = "/api/v1/nodes/" + name;

    api(bench).cordon(name);
    String version = bench.admin().get(path).text("/metadata/resourceVersion");
    api(bench).cordon(name);

    assertThat(bench.admin().get(path).at("/spec/unschedulable").asBoolean()).isTrue();
    assertThat(bench.admin().get(path).at("/spec/taints").findValuesAsText("key"))
        .as("what else stood there")
        .contains(PlayedNodes.RUN);
    assertThat(version).isNotEmpty();
  }

  @Test
  default void ourOwnCordonIsUndone(Bench bench) {
    String name = bench.freshNode();
    api(bench).cordon(name);

    api(bench).uncordon(name);
    api(bench).uncordon(name);

    Answer node = bench.admin().get("/api/v1/nodes/" + name);
    assertThat(node.at("/spec/unschedulable").asBoolean()).isFalse();
    assertThat(node.at("/metadata/annotations").toString()).doesNotContain("caisson");
    api(bench).uncordon(bench.unique("nobody"));
  }

  @Test
  default void somebodyElsesCordonStays(Bench bench) {
    String name = bench.freshNode();
    String path = "/api/v1/nodes/" + name;
    bench.admin().patch(Caller.MERGE, path, Doc.of("spec: {unschedulable: true}")).expect(200);

    api(bench).cordon(name);
    api(bench).uncordon(name);

    assertThat(bench.admin().get(path).at("/spec/unschedulable").asBoolean()).isTrue();
  }

  @Test
  default void aNodeIsTaintedAsOutdatedBesideAllElseThatStandsThere(Bench bench) {
    String name = bench.freshNode();
    JsonNode before =
        bench
            .until(
                "/api/v1/nodes/" + name,
                node -> !node.at("/spec/taints").toString().contains("not-ready"))
            .at("/spec/taints");

    api(bench).taintOutdated(name);
    JsonNode once = taints(bench, name);
    api(bench).taintOutdated(name);

    assertThat(taints(bench, name).findValuesAsText("key"))
        .containsExactlyInAnyOrder(PlayedNodes.RUN, KubernetesApi.OUTDATED);
    assertThat(taints(bench, name).findValuesAsText("effect"))
        .containsExactlyInAnyOrder("NoSchedule", "PreferNoSchedule");
    assertThat(taints(bench, name)).as("asked for twice").isEqualTo(once);
    api(bench).untaintOutdated(name);
    api(bench).untaintOutdated(name);
    assertThat(taints(bench, name)).as("all else").isEqualTo(before);
  }

  @Test
  default void aNodeThatHasNoOtherTaintLosesThatOneToo(Bench bench) {
    String name = bench.freshNode();
    String path = "/api/v1/nodes/" + name;
    bench.admin().patch(Caller.MERGE, path, Doc.of("spec: {taints: null}")).expect(200);

    api(bench).taintOutdated(name);
    assertThat(taints(bench, name).findValuesAsText("key")).containsExactly(KubernetesApi.OUTDATED);
    api(bench).untaintOutdated(name);

    assertThat(taints(bench, name)).isEmpty();
  }

  @Test
  default void somebodyElsesTaintOfThatKeyStays(Bench bench) {
    String name = bench.freshNode();
    bench
        .admin()
        .patch(
            Caller.MERGE,
            "/api/v1/nodes/" + name,
            Doc.of("spec: {taints: [{key: %s, effect: NoSchedule}]}", KubernetesApi.OUTDATED))
        .expect(200);

    api(bench).untaintOutdated(name);
    api(bench).taintOutdated(name);
    api(bench).untaintOutdated(name);

    assertThat(taints(bench, name).findValuesAsText("effect")).containsExactly("NoSchedule");
  }

  @Test
  default void nobodyIsTainted(Bench bench) {
    KubernetesApi api = api(bench);
    String nobody = bench.unique("nobody");
    api.untaintOutdated(nobody);
    assertThatExceptionOfType(KubernetesException.class)
        .isThrownBy(() -> api.taintOutdated(nobody))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  private static JsonNode taints(Bench bench, String node) {
    return bench.admin().get("/api/v1/nodes/" + node).at("/spec/taints");
  }

  @Test
  default void nobodyIsCordoned(Bench bench) {
    KubernetesApi api = api(bench);
    assertThatExceptionOfType(KubernetesException.class)
        .isThrownBy(() -> api.cordon(bench.unique("nobody")))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  default void aNodeIsDeletedAsOftenAsAsked(Bench bench) {
    String name = bench.freshNode();

    api(bench).deleteNode(name);
    api(bench).deleteNode(name);

    assertThat(node(bench, name)).isEmpty();
  }

  @Test
  default void aLeaseSaysWhenItsNodeWasHeardOf(Bench bench) {
    String name = bench.freshNode();

    NodeLease lease = lease(bench, name).orElseThrow();

    assertThat(Duration.between(lease.renewed(), bench.now()).abs())
        .isLessThan(Duration.ofMinutes(1));
    assertThat(lease.lasts()).isEqualTo(Duration.ofSeconds(40));
    assertThat(lease.expired(bench.now())).isFalse();
    assertThat(lease.expired(bench.now().plusSeconds(120))).isTrue();
  }

  @Test
  default void aLeaseThatWasNeverRenewedSaysNothing(Bench bench) {
    String name = bench.unique("never");
    bench.make(
        "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases",
        Doc.of("{metadata: {name: %s}, spec: {holderIdentity: %s}}", name, name));

    assertThat(lease(bench, name)).isEmpty();
  }

  private Optional<NodeLease> lease(Bench bench, String node) {
    Optional<NodeLease> one = api(bench).leases().of(node);
    assertThat(
            api(bench).leases().all().stream().filter(each -> each.node().equals(node)).findAny())
        .map(NodeLease::lasts)
        .isEqualTo(one.map(NodeLease::lasts));
    return one;
  }

  private Optional<Node> node(Bench bench, String name) {
    return api(bench).nodes().stream().filter(each -> each.name().equals(name)).findAny();
  }
}
