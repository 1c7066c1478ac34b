package io.caisson.domain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpecRulesTest {
  private static final Endpoint SERVER = new Endpoint.ServerAddress();

  @Test
  void aGoodSpecHasNoProblems() {
    assertThat(SpecRules.problems(SpecFixture.good())).isEmpty();
    assertThat(SpecRules.warnings(SpecFixture.good())).isEmpty();
  }

  static Stream<Arguments> goodSpecs() {
    return Stream.of(
        good("no workers", SpecFixture.worker(group -> SpecFixture.resized(group, 0, 0, 0))),
        good("growing", SpecFixture.worker(group -> SpecFixture.resized(group, 1, 0, 200))),
        good("two zones", SpecFixture.worker(group -> SpecFixture.with(group, zones("a", "b")))),
        good("one zone", SpecFixture.worker(group -> SpecFixture.with(group, zones("a")))),
        good("oldest minor", SpecFixture.version("1.31.0")),
        good("an old release", SpecFixture.version("1.20.15")),
        good("patch newer than known", SpecFixture.version("1.36.40")),
        good("server address", SpecFixture.endpoint(SERVER, 1)),
        good("virtual address", virtual(Optional.empty(), 3)),
        good("floating on virtual address", virtual(Optional.of("public"), 5)),
        good("name", SpecFixture.endpoint(new Endpoint.Name("api.example.org"), 3)),
        good("no time-out", SpecFixture.rest("key", "ubuntu-24.04", Duration.ZERO)),
        good("smallest services", SpecFixture.cidrs("10.100.0.0/16", "10.9.0.0/28", "10.0.0.0/24")),
        good(
            "three nodes, four ranges",
            SpecFixture.cidrs("10.100.0.0/22", "10.9.0.0/28", "10.0.0.0/24")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goodSpecs")
  void aSpecThatCanBeMadeHasNoProblems(String what, ClusterSpec spec) {
    assertThat(SpecRules.problems(spec)).as(what).isEmpty();
  }

  static Stream<Arguments> badSpecs() {
    return Stream.of(
        bad(SpecFixture.version("1.19.16"), "kubernetes_version", "1.31 to 1.36"),
        bad(SpecFixture.version("2.34.1"), "kubernetes_version", "not supported"),
        bad(SpecFixture.version("1.34"), "kubernetes_version", "minor and patch"),
        bad(SpecFixture.version("v1.34.4"), "kubernetes_version", "without 'v'"),
        bad(SpecFixture.version("1.34.04"), "kubernetes_version", "is no version"),
        bad(SpecFixture.version("1.34.4-rc.1"), "kubernetes_version", "is no version"),
        bad(SpecFixture.version(""), "kubernetes_version", "is no version"),
        bad(SpecFixture.controlPlanes(0), "node_groups[0].count", "at least one"),
        bad(SpecFixture.controlPlanes(-1), "node_groups[0].count", "at least one"),
        bad(SpecFixture.controlPlanes(2), "node_groups[0].count", "an odd number"),
        bad(SpecFixture.controlPlanes(9), "node_groups[0].count", "more than 7"),
        bad(worker(-1, 0, 5), "node_groups[1].count", "0 to 5000"),
        bad(worker(1_000_000_000, 0, 5000), "node_groups[1].count", "0 to 5000"),
        bad(worker(5000, 0, 5000), "node_groups", "5001 nodes"),
        bad(worker(3, 4, 5), "node_groups[1].count", "bounds 4 to 5"),
        bad(worker(3, 0, 2), "node_groups[1].count", "bounds 0 to 2"),
        bad(worker(3, 5, 2), "node_groups[1].bounds", "least ≤ most"),
        bad(worker(3, -1, 5), "node_groups[1].bounds", "0 ≤ least"),
        bad(worker(3, 0, 6000), "node_groups[1].bounds", "5000"),
        bad(named("x".repeat(300)), "node_groups[1].name", "1 to 40"),
        bad(named("Worker"), "node_groups[1].name", "lower-case"),
        bad(named("w\"orker"), "node_groups[1].name", "lower-case"),
        bad(named("worker\n"), "node_groups[1].name", "lower-case"),
        bad(named("🚀"), "node_groups[1].name", "lower-case"),
        bad(named(""), "node_groups[1].name", "1 to 40"),
        bad(named("control-plane"), "node_groups[1].name", "there twice"),
        bad(SpecFixture.groups(), "node_groups", "0 control-plane groups"),
        bad(virtual(Optional.of(" "), 3), "endpoint.external_network", "name one"),
        bad(reachedBy("10.0.0.1"), "endpoint.name", "no DNS name"),
        bad(reachedBy("API.example.org"), "endpoint.name", "lower-case"),
        bad(reachedBy("localhost"), "endpoint.name", "two parts"),
        bad(reachedBy("a.".repeat(130) + "org"), "endpoint.name", "no DNS name"),
        bad(reachedBy(""), "endpoint.name", "no DNS name"),
        bad(options(zones("a", "a")), "node_groups[1].zones", "names a zone twice"),
        bad(
            options(placed(Placement.AFFINITY, "a", "b")),
            "node_groups[1].placement",
            "name one zone, or soft-affinity"),
        bad(options(volumes("etcd", 10)), "node_groups[1].volumes[0].use", "have an etcd"),
        bad(options(volumes("swap", 10)), "node_groups[1].volumes[0].use", "no use of a volume"),
        bad(options(volumes("data", 0)), "node_groups[1].volumes[0].size_gib", "0 GiB"),
        bad(
            options(
                volumes(
                    new NodeGroup.Volume("root", 10, ""), new NodeGroup.Volume("root", 20, ""))),
            "node_groups[1].volumes[1].use",
            "there twice"),
        bad(options(port("", "direct")), "node_groups[1].ports[0].network", "no network is named"),
        bad(options(port("storage", "baremetal")), "node_groups[1].ports[0].vnic_type", "no kind"),
        bad(
            options(port("10.100.0.0/24", "storage", "direct")),
            "node_groups[1].ports[0].network",
            "the pod range"),
        bad(
            options(port("10.0.0.0/24", "storage", "direct")),
            "node_groups[1].ports[0].network",
            "the machines' subnet"),
        bad(
            options(port("10.77.0.0/31", "storage", "direct")),
            "node_groups[1].ports[0].network",
            "0 addresses"),
        bad(options(gpu()), "node_groups[1].gpus", "not made by this version"),
        bad(options(label("a b", "x")), "node_groups[1].labels", "no key"),
        bad(options(label("/x", "x")), "node_groups[1].labels", "no key"),
        bad(options(label("x", "a b")), "node_groups[1].labels", "no value"),
        bad(options(taint("NoSleep")), "node_groups[1].taints", "NoSchedule"),
        bad(cidrs("10.100.0.0", "10.254.0.0/16"), "networking.pod_cidr", "no IPv4 range"),
        bad(cidrs("10.100.0.1/16", "10.254.0.0/16"), "networking.pod_cidr", "host bits"),
        bad(cidrs("10.100.00.0/16", "10.254.0.0/16"), "networking.pod_cidr", "no IPv4"),
        bad(cidrs("10.100.0.0/33", "10.254.0.0/16"), "networking.pod_cidr", "0 to 32"),
        bad(cidrs("fd00::/48", "10.254.0.0/16"), "networking.pod_cidr", "no IPv4 range"),
        bad(cidrs("10.254.0.0/16", "10.254.0.0/20"), "networking.pod_cidr", "the service range"),
        bad(cidrs("10.0.0.0/16", "10.254.0.0/16"), "networking.pod_cidr", "the machines' subnet"),
        bad(cidrs("10.100.0.0/16", "10.0.0.0/16"), "networking.service_cidr", "subnet"),
        bad(cidrs("10.100.0.0/23", "10.254.0.0/16"), "networking.pod_cidr", "room for 2 nodes"),
        bad(cidrs("10.100.0.0/25", "10.254.0.0/16"), "networking.pod_cidr", "room for 0 nodes"),
        bad(cidrs("16.0.0.0/4", "10.254.0.0/16"), "networking.pod_cidr", "too wide"),
        bad(cidrs("127.0.0.0/16", "10.254.0.0/16"), "networking.pod_cidr", "127.0.0.0/8"),
        bad(cidrs("10.100.0.0/16", "169.254.0.0/17"), "networking.service_cidr", "169.254.0.0/16"),
        bad(cidrs("10.100.0.0/16", "172.0.0.0/11"), "networking.service_cidr", "too wide"),
        bad(cidrs("10.100.0.0/16", "10.9.0.0/29"), "networking.service_cidr", "at least 10"),
        bad(SpecFixture.pool("10.0.0.10", "10.0.0.11"), "networking.subnet.pools", "2 addresses"),
        bad(SpecFixture.pool("10.0.0.20", "10.0.0.2"), "networking.subnet.pools", "no range"),
        bad(SpecFixture.pool("10.0.1.2", "10.0.1.99"), "networking.subnet.pools", "no range"),
        bad(created("10.0.0.0/24", ""), "networking.create.external_network", "needs a way out"),
        bad(created("10.100.0.0/24", "ext"), "networking.pod_cidr", "the machines' subnet"),
        bad(created("10.0.0.0/31", "ext"), "networking.create.cidr", "0 addresses"),
        bad(created("224.0.0.0/24", "ext"), "networking.create.cidr", "no network may use"),
        bad(SpecFixture.cni("calico"), "networking.cni", "flannel"),
        bad(SpecFixture.endpoint(SERVER, 3), "endpoint", "only one control-plane machine"),
        bad(floating(" "), "endpoint.external_network", "name one"),
        bad(SpecFixture.rest("", "ubuntu-24.04", HOUR), "key_pair", "1 to 255"),
        bad(SpecFixture.rest("a\nb", "ubuntu-24.04", HOUR), "key_pair", "control characters"),
        bad(SpecFixture.rest("key", "plan9", HOUR), "os_profile", "ubuntu-24.04"),
        bad(rest(Duration.ofSeconds(-1)), "timeouts.create", "0 for none"),
        bad(rest(Duration.ofSeconds(5)), "timeouts.create", "1 to 10080 minutes"),
        bad(rest(Duration.ofDays(8)), "timeouts.create", "1 to 10080 minutes"),
        bad(SpecFixture.labels("x", "a\nb"), "labels", "control"),
        bad(SpecFixture.labels("x", "y".repeat(256)), "labels", "at most 255"));
  }

  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("badSpecs")
  void aBadSpecIsToldWithItsPath(ClusterSpec spec, String path, String words) {
    assertThat(SpecRules.problems(spec))
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(path);
              assertThat(problem.text()).contains(words);
            });
  }

  @Test
  void aControlPlaneThatKubeadmRefusesIsRefused() {
    NodeGroup.Flavor tiny = new NodeGroup.Flavor("f", "m1.tiny", 1, 512);
    NodeGroup good = SpecFixture.good().groups().getFirst();
    NodeGroup small =
        new NodeGroup(
            good.name(), good.role(), tiny, good.image(), 1, good.bounds(), good.options());
    assertThat(SpecRules.problems(SpecFixture.groups(small)))
        .singleElement()
        .isEqualTo(
            new Problem(
                "node_groups[0].flavor",
                "flavor 'm1.tiny' has 1 vCPU and 512 MiB; kubeadm refuses a control plane with less"
                    + " than 2 vCPU and 1700 MiB: choose a larger one"));
  }

  @Test
  void allProblemsAreToldAtOnce() {
    ClusterSpec good = SpecFixture.good();
    ClusterSpec bad =
        new ClusterSpec(
            "1.2.3",
            List.of(SpecFixture.group("control-plane", Role.CONTROL_PLANE, 2)),
            SpecFixture.cidrs("nonsense", "10.254.0.0/30", "10.0.0.0/24").networking(),
            new Endpoint.ServerAddress(),
            good.keyPair(),
            "plan9",
            new ClusterSpec.Timeouts(Duration.ofDays(999)),
            good.labels());
    assertThat(SpecRules.problems(bad))
        .extracting(Problem::path)
        .containsExactly(
            "kubernetes_version",
            "node_groups[0].count",
            "networking.pod_cidr",
            "networking.service_cidr",
            "endpoint",
            "os_profile",
            "timeouts.create");
  }

  @Test
  void aLabelWithoutEffectIsAWarningAndNoProblem() {
    ClusterSpec spec = SpecFixture.labels("kube_tga", "v1.34.4");
    assertThat(SpecRules.problems(spec)).isEmpty();
    assertThat(SpecRules.warnings(spec))
        .extracting(Problem::path)
        .containsExactly("labels.kube_tga");
  }

  @Test
  void aLabelThatAsksForWhatIsAlwaysSoIsNoWarning() {
    assertThat(SpecRules.warnings(SpecFixture.labels("monitoring_enabled", "False"))).isEmpty();
    assertThat(SpecRules.warnings(SpecFixture.labels("monitoring_enabled", "true"))).hasSize(1);
  }

  private static Arguments good(String what, ClusterSpec spec) {
    return Arguments.of(what, spec);
  }

  private static Arguments bad(ClusterSpec spec, String path, String words) {
    return Arguments.of(spec, path, words);
  }

  private static ClusterSpec worker(int count, int min, int max) {
    return SpecFixture.worker(group -> SpecFixture.resized(group, count, min, max));
  }

  private static ClusterSpec named(String name) {
    NodeGroup leader = SpecFixture.good().groups().getFirst();
    return SpecFixture.groups(leader, SpecFixture.group(name, Role.WORKER, 1));
  }

  private static ClusterSpec cidrs(String pods, String services) {
    return SpecFixture.cidrs(pods, services, "10.0.0.0/24");
  }

  private static ClusterSpec rest(Duration create) {
    return SpecFixture.rest("key", "ubuntu-24.04", create);
  }

  private static ClusterSpec created(String cidr, String external) {
    ClusterSpec.Networking usual = SpecFixture.good().networking();
    return SpecFixture.networking(
        new ClusterSpec.Networking(
            "",
            ClusterSpec.Subnet.planned(cidr),
            usual.podCidr(),
            usual.serviceCidr(),
            usual.cni(),
            Optional.of(new ClusterSpec.NewNetwork(external, List.of()))));
  }

  private static ClusterSpec floating(String network) {
    return SpecFixture.endpoint(new Endpoint.FloatingAddress(network), 1);
  }

  private static ClusterSpec virtual(Optional<String> outside, int controlPlanes) {
    return SpecFixture.endpoint(
        new Endpoint.VirtualAddress(Endpoint.Keeper.KEEPALIVED, outside), controlPlanes);
  }

  private static ClusterSpec reachedBy(String name) {
    return SpecFixture.endpoint(new Endpoint.Name(name), 1);
  }

  private static ClusterSpec options(NodeGroup.Options options) {
    return SpecFixture.worker(group -> SpecFixture.with(group, options));
  }

  private static NodeGroup.Options zones(String... zones) {
    return new NodeGroup.Options(
        List.of(), List.of(), List.of(zones), List.of(), List.of(), List.of());
  }

  private static NodeGroup.Options placed(Placement placement, String... zones) {
    return zones(zones).placed(Optional.of(placement));
  }

  private static NodeGroup.Options volumes(String use, int gib) {
    return volumes(new NodeGroup.Volume(use, gib, ""));
  }

  private static NodeGroup.Options volumes(NodeGroup.Volume... volumes) {
    return new NodeGroup.Options(
        List.of(), List.of(), List.of(), List.of(volumes), List.of(), List.of());
  }

  private static NodeGroup.Options port(String network, String vnicType) {
    return port("10.77.0.0/24", network, vnicType);
  }

  private static NodeGroup.Options port(String cidr, String network, String vnicType) {
    return NodeGroup.Options.NONE.onPorts(
        List.of(new NodeGroup.ExtraPort(network, ClusterSpec.Subnet.planned(cidr), vnicType)));
  }

  private static NodeGroup.Options gpu() {
    return new NodeGroup.Options(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(new NodeGroup.Gpu("nvidia", "a100", 1, "passthrough")));
  }

  private static NodeGroup.Options label(String key, String value) {
    return new NodeGroup.Options(
        List.of(new NodeGroup.Label(key, value)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static NodeGroup.Options taint(String effect) {
    return new NodeGroup.Options(
        List.of(),
        List.of(new NodeGroup.Taint("dedicated", "db", effect)),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
