package io.caisson.simulator.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caisson.simulator.guest.Behaviour.Kind;
import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.Pem;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong fails as kubeadm fails, and says so to the service and on the console. */
@Order(4)
class GuestFailuresTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TestCentre centre = new TestCentre();
  private final BundleService service = new BundleService();
  private final TestBundles bundles = new TestBundles(centre.address(200) + ":6443");

  @AfterEach
  void close() {
    centre.close();
    service.close();
  }

  static Stream<Arguments> wrongInits() {
    return Stream.of(
        Arguments.of(
            "bindPort: 6443",
            "bindPrt: 6443",
            "strict decoding error: unknown field \"localAPIEndpoint.bindPrt\""),
        Arguments.of(
            "name: cp1\n",
            "name: 17\n",
            "json: cannot unmarshal number into Go struct field"
                + " NodeRegistrationOptions.nodeRegistration.name of type string"),
        Arguments.of("rotate", "rotate", "unknown field \"serverTLSBootstrp\""),
        Arguments.of("v1beta4\nkind: Init", "v1beta2\nkind: Init", "uses an old API spec"),
        Arguments.of(
            "v1.34.4",
            "1.x",
            "version \"1.x\" doesn't match patterns for neither semantic version nor labels"),
        Arguments.of(
            "10.244.0.0/16",
            "10.244.0.0",
            "networking.podSubnet: Invalid value: \"10.244.0.0\": couldn't parse subnet"),
        Arguments.of(
            "10.244.0.0/16",
            "10.244.0.0/26",
            "the size of pod subnet with mask 26 is smaller than the size of node subnet with mask"
                + " 24"),
        Arguments.of(
            "10.96.0.0/16",
            "10.96.0.0/30",
            "subnet with 4 address(es) is too small, the minimum is 10"),
        Arguments.of("10.96.0.0/16", "10.0.0.0/8", "specified service subnet is too large"),
        Arguments.of(
            TestBundles.TOKEN,
            "abcdef.short",
            "bootstrapTokens.0.token: Invalid value: \"abcdef.short\": the bootstrap token is"
                + " invalid"),
        Arguments.of(":6443\"", ":64430000\"", "controlPlaneEndpoint: Invalid value"),
        Arguments.of("30m0s", "30 minutes", "time: invalid duration \"30 minutes\""),
        Arguments.of("name: cp1\n", "name: CP_1\n", "a lowercase RFC 1123 subdomain must consist"),
        Arguments.of(
            "name: node-ip, value",
            "name: nod-ip, value",
            "failed to parse kubelet flag: unknown flag: --nod-ip"),
        Arguments.of(
            "advertiseAddress: 127", "advertiseAddress: 126", "kube-apiserver check failed at"),
        Arguments.of(".200:6443", ".201:6443", "connect: connection refused"));
  }

  @ParameterizedTest
  @MethodSource("wrongInits")
  void aWrongInitConfigurationFails(String right, String wrong, String message) {
    Map<String, String> files = bundles.init("cp1", centre.address(10));
    files.computeIfPresent(
        "run/caisson/kubeadm.yaml",
        (path, text) ->
            text.replace(right, wrong)
                .replace(
                    right.equals("rotate") ? "serverTLSBootstrap" : "\0", "serverTLSBootstrp"));
    assertFails("cp1", files, message);
  }

  static Stream<Arguments> wrongKeys() {
    String other = Pem.text(ClusterPki.newKey().getPrivate());
    return Stream.of(
        Arguments.of("ca.key", other, "x509: provided PrivateKey doesn't match parent's PublicKey"),
        Arguments.of("ca.crt", "nonsense", "does not contain any valid RSA or ECDSA certificates"),
        Arguments.of("ca.crt", "", "failure loading ca certificate"),
        Arguments.of("ca.key", "", "invalid or incomplete external CA: failure loading key"),
        Arguments.of(
            "etcd/ca.key", other, "failed to write or validate certificate \"etcd/server\""),
        Arguments.of(
            "sa.key", "nonsense", "file sa.key existed but it could not be loaded properly"));
  }

  @ParameterizedTest
  @MethodSource("wrongKeys")
  void wrongKeysFail(String file, String content, String message) {
    Map<String, String> files = bundles.init("cp1", centre.address(10));
    String path = "etc/kubernetes/pki/" + file;
    files.put(path, content);
    if (content.isEmpty()) {
      files.remove(path);
    }
    assertFails("cp1", files, message);
  }

  static Stream<Arguments> wrongJoins() {
    return Stream.of(
        Arguments.of(
            "name: w1\n", "name: w1\n  taint: []\n", "unknown field \"nodeRegistration.taint\""),
        Arguments.of(
            "abcdef.",
            "zzzzzz.",
            "could not find a JWS signature in the cluster-info ConfigMap for"
                + " token ID \"zzzzzz\""),
        Arguments.of(
            "abcdef.0",
            "abcdef.1",
            "failed to verify JWS signature of received cluster info object"),
        Arguments.of("sha256:", "sha256:00", "invalid discovery token CA certificate hash"),
        Arguments.of(".200:6443", ".201:6443", "dial tcp"),
        Arguments.of(
            "name: w1\n",
            "name: cp1\n",
            "a Node with name \"cp1\" and status \"Ready\" already" + " exists in the cluster"),
        Arguments.of(
            "pool=a",
            "node-role.kubernetes.io/worker=",
            "unknown 'kubernetes.io' or 'k8s.io' labels specified with --node-labels"));
  }

  @ParameterizedTest
  @MethodSource("wrongJoins")
  void aWrongJoinConfigurationFails(String right, String wrong, String message) {
    bootFirst();
    Map<String, String> files = bundles.join("w1");
    files.computeIfPresent("run/caisson/kubeadm.yaml", (path, text) -> text.replace(right, wrong));
    assertFails("w1", files, message);
  }

  static Stream<Arguments> wrongFiles() {
    return Stream.of(
        Arguments.of("clusters:", "contexts:", "must have at least one Cluster defined"),
        Arguments.of("name: \"\"", "name: b", "the provided kubeconfig file is malformed"),
        Arguments.of("authority-data: ", "authority-data: AA", "unable to load root certificates"),
        Arguments.of(".200:6443", ".201:6443", "Abort reading the cluster-info ConfigMap after"));
  }

  @ParameterizedTest
  @MethodSource("wrongFiles")
  void aFileThatDescribesTheClusterWronglyFails(String right, String wrong, String message) {
    bootFirst();
    Map<String, String> files = bundles.joinByFile("w1");
    files.computeIfPresent(
        "run/caisson/cluster-info.yaml", (path, text) -> text.replace(right, wrong));
    assertFails("w1", files, message);
  }

  @Test
  void aFileWithAnotherClustersAuthorityIsNotTrusted() {
    bootFirst();
    Map<String, String> files = new TestBundles(centre.address(200) + ":6443").joinByFile("w1");
    assertFails("w1", files, "Abort reading the cluster-info ConfigMap after timeout of 1s");
  }

  @Test
  void aFileThatIsNotThereFails() {
    bootFirst();
    Map<String, String> files = bundles.joinByFile("w1");
    files.remove("run/caisson/cluster-info.yaml");
    assertFails(
        "w1",
        files,
        "discovery.file.kubeConfigPath: Invalid value: \"/run/caisson/cluster-info.yaml\": not a"
            + " valid HTTPS URL or a file on disk");
  }

  @Test
  void aClusterThatIsTwoMinorsBehindIsNotJoined() {
    bootFirst();
    assertFails(
        "w1",
        TestBundles.running("v1.36.4", bundles.join("w1")),
        "error execution phase preflight: unable to fetch the kubeadm-config ConfigMap: this"
            + " version of kubeadm only supports deploying clusters with the control plane version"
            + " >= 1.35.0. Current version: v1.34.4");
  }

  @Test
  void anImageOfAnotherMinorThanOrderedIsRefused() {
    centre.image("debian-12-kubernetes-v1.34.4");
    assertFails(
        "w1",
        TestBundles.running("v1.35.4", bundles.join("w1")),
        "kubeadm is v1.34.4, but Kubernetes v1.35.4 was ordered: take another image");
  }

  @Test
  void anotherClustersAuthorityIsNotTrusted() {
    bootFirst();
    Map<String, String> files = new TestBundles(centre.address(200) + ":6443").join("w1");
    assertFails(
        "w1",
        files,
        "cluster CA found in cluster-info ConfigMap is invalid: none of the public keys");
  }

  @Test
  void aWorkerThatWasGivenTheAuthorityFails() {
    Map<String, String> files = bundles.join("w1");
    files.put("etc/kubernetes/pki/ca.crt", "x");
    assertFails("w1", files, "/etc/kubernetes/pki/ca.crt already exists");
  }

  @Test
  void aControlPlaneWithoutKeysFails() {
    bootFirst();
    Map<String, String> files = bundles.joinControlPlane("cp2", centre.address(11));
    files.keySet().removeIf(path -> path.contains("pki"));
    assertFails("cp2", files, "One or more conditions for hosting a new control plane instance");
  }

  @Test
  void withoutForwardingPreflightFails() {
    Map<String, String> files = bundles.join("w1");
    files.remove("etc/sysctl.d/90-caisson.conf");
    assertFails("w1", files, "/proc/sys/net/ipv4/ip_forward contents are not set to 1");
  }

  @Test
  void userDataThatIsNoCloudConfigDoesNothing() {
    centre.boot("cp1", 10, " " + service.userData("cp1"));
    await()
        .atMost(LIMIT)
        .until(
            () ->
                centre.console("cp1").contains("finished")
                    || centre.console("cp1").contains("WARNING"));
    centre.boot("cp2", 11, service.userData("cp2").replace("#cloud-config", "#cloud-confg"));
    await().atMost(LIMIT).until(() -> centre.console("cp2").contains("Unhandled non-multipart"));
    centre.boot("cp3", 12, service.userData("cp3").replace("runcmd:", "runcmd: ["));
    await().atMost(LIMIT).until(() -> centre.console("cp3").contains("Failed loading yaml blob"));
    centre.boot("cp4", 13, service.userData("cp4").replace("'0755'", "'0644'"));
    await().atMost(LIMIT).until(() -> centre.console("cp4").contains("Permission denied"));
    assertThat(service.stages("cp2")).isEmpty();
  }

  @Test
  void aGuestWithAWrongSecretIsRefused() {
    centre.fleet().behaviours().set(i -> true, Behaviour.of(Kind.WRONG_SECRET));
    service.offer("cp1", bundles.init("cp1", centre.address(10)));
    centre.boot("cp1", 10, service.userData("cp1"));
    await()
        .atMost(LIMIT)
        .until(() -> centre.console("cp1").contains("refuses this machine's bundle (HTTP 401)"));
    assertThat(service.stages("cp1")).isEmpty();
  }

  @Test
  void aGuestThatCallsTwiceIsRefusedTheSecondTime() {
    centre.fleet().behaviours().set(i -> true, Behaviour.of(Kind.CALLS_TWICE));
    service.offer("cp1", bundles.init("cp1", centre.address(10)));
    centre.boot("cp1", 10, service.userData("cp1"));
    await().atMost(LIMIT).until(() -> service.refused().contains("410 cp1"));
  }

  @Test
  void aGuestThatHangsTellsNothingMore() {
    centre
        .fleet()
        .behaviours()
        .set(i -> i.name().equals("cp1"), Behaviour.hangsAfter(Stage.BUNDLE_RECEIVED));
    service.offer("cp1", bundles.init("cp1", centre.address(10)));
    centre.boot("cp1", 10, service.userData("cp1"));
    await().atMost(LIMIT).until(() -> service.stages("cp1").contains("bundle-received"));
    bootFirst("cp3", 12);
    assertThat(service.stages("cp1")).containsExactly("booted", "bundle-received");
  }

  @Test
  void kubeadmCanBeMadeToFail() {
    centre.fleet().behaviours().set(i -> true, Behaviour.kubeadmFails("out of luck"));
    assertFails("cp1", bundles.init("cp1", centre.address(10)), "error: out of luck");
  }

  private void bootFirst() {
    bootFirst("cp1", 10);
  }

  private void bootFirst(String name, int address) {
    service.offer(name, bundles.init(name, centre.address(address)));
    centre.boot(name, address, service.userData(name));
    centre.associate(name, 200, address);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(service.stages(name))
                    .as("%s", service.pings(name))
                    .contains("kubeadm-done"));
  }

  private void assertFails(String machine, Map<String, String> files, String message) {
    service.offer(machine, files);
    centre.boot(
        machine, Map.of("cp1", 10, "cp2", 11).getOrDefault(machine, 21), service.userData(machine));
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(service.stages(machine))
                    .as("%s", service.pings(machine))
                    .contains("failed"));
    assertThat(service.lastMessage(machine)).contains(message);
    assertThat(centre.console(machine)).contains(message);
    assertThat(service.stages(machine)).doesNotContain("kubeadm-done");
  }
}
