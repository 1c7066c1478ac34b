package io.caisson.simulator.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.guest.http.ApiClient;
import io.caisson.simulator.guest.http.Https;
import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.Json;
import io.caisson.simulator.model.BalancedAddress;
import io.caisson.simulator.model.LoadBalancer.Member;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Machines become a cluster through the guest protocol, kubeadm's configuration and HTTPS alone.
 */
@Order(3)
class GuestFleetTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String CONFIG = "/api/v1/namespaces/kube-system/configmaps/kubeadm-config";
  private static final List<String> ALL_STAGES =
      List.of("booted", "bundle-received", "kubeadm-started", "kubeadm-done");

  private final TestCentre centre = new TestCentre();
  private final BundleService service = new BundleService();
  private TestBundles bundles = new TestBundles(centre.address(200) + ":6443");

  @AfterEach
  void close() {
    centre.close();
    service.close();
  }

  @Test
  void firstMachineServesTheClusterAtItsFixedAndItsFloatingAddress() throws Exception {
    bootFirst();

    assertThat(service.stages("cp1")).isEqualTo(ALL_STAGES);
    JsonNode node = admin(centre.address(10)).get("/api/v1/nodes/cp1");
    assertThat(node.path("spec").path("providerID").asText()).isEqualTo("openstack:///cp1");
    assertThat(node.path("metadata").path("labels").has("node-role.kubernetes.io/control-plane"))
        .isTrue();
    assertThat(node.path("spec").path("taints").path(0).path("effect").asText())
        .isEqualTo("NoSchedule");
    assertThat(names(admin(centre.address(200)).get("/api/v1/pods")))
        .contains("etcd-cp1", "kube-apiserver-cp1")
        .anyMatch(name -> name.startsWith("kube-proxy-"))
        .anyMatch(name -> name.startsWith("coredns-"));
  }

  @Test
  void workersJoinWithTheirTokens() throws Exception {
    bootFirst();
    for (int i = 1; i <= 3; i++) {
      service.offer("w" + i, i % 2 == 0 ? bundles.join("w" + i) : bundles.joinByFile("w" + i));
      centre.boot("w" + i, 20 + i, service.userData("w" + i));
    }
    for (int i = 1; i <= 3; i++) {
      awaitStage("w" + i, "kubeadm-done");
    }
    JsonNode worker = admin(centre.address(10)).get("/api/v1/nodes/w2");
    assertThat(ready(worker)).isEqualTo("True");
    assertThat(worker.path("spec").path("providerID").asText()).isEqualTo("openstack:///w2");
    assertThat(worker.path("metadata").path("labels").path("pool").asText()).isEqualTo("a");
    assertThat(worker.path("status").path("addresses").path(0).path("address").asText())
        .isEqualTo(centre.address(22));
    JsonNode requests =
        admin(centre.address(10)).get("/apis/certificates.k8s.io/v1/certificatesigningrequests");
    assertThat(requests.path("items")).hasSize(3 + 1 + 3);
  }

  @Test
  void aGuestWaitsForItsBundle() {
    centre.boot("cp1", 10, service.userData("cp1"));
    awaitStage("cp1", "booted");
    centre.associate("cp1", 200, 10);
    service.offer("cp1", bundles.init("cp1", centre.address(10)));
    awaitStage("cp1", "kubeadm-done");
  }

  @Test
  void threeMachinesOfAControlPlaneOutliveOneAndNotTwo() throws Exception {
    bootFirst();
    for (int n : List.of(2, 3)) {
      String name = "cp" + n;
      service.offer(name, bundles.joinControlPlane(name, centre.address(9 + n)));
      centre.boot(name, 9 + n, service.userData(name));
      awaitStage(name, "kubeadm-done");
    }
    ApiClient third = admin(centre.address(12));
    assertThat(names(third.get("/api/v1/pods?labelSelector=component%3Detcd")))
        .containsExactly("etcd-cp1", "etcd-cp2", "etcd-cp3");

    centre.fleet().deleted("cp1");
    await().atMost(LIMIT).until(() -> isSilent(centre.address(10)));
    assertThat(names(third.get("/api/v1/nodes"))).containsExactly("cp1", "cp2", "cp3");

    centre.fleet().deleted("cp2");
    await().atMost(LIMIT).until(() -> isSilent(centre.address(11)));
    assertThatThrownBy(() -> third.get("/api/v1/nodes"))
        .hasMessageContaining("etcdserver: request timed out");
    assertThatThrownBy(() -> third.get("/readyz")).hasMessageContaining("[-]etcd failed");
  }

  /** That is what kubeadm does, and nothing warns of it. */
  @Test
  void aMemberRunsWhatTheClusterIsToldNotWhatItIsItself() throws Exception {
    bootFirst();
    ApiClient admin = admin(centre.address(10));
    joinControlPlane("cp2", 11, "v1.35.4");

    assertThat(image(admin, "kube-apiserver-cp2"))
        .isEqualTo("registry.k8s.io/kube-apiserver:v1.34.4");
    assertThat(kubelet(admin, "cp2")).isEqualTo("v1.35.4");

    ObjectNode config = admin.get(CONFIG).deepCopy();
    String text = config.path("data").path("ClusterConfiguration").asText();
    config.withObject("/data").put("ClusterConfiguration", text.replace("v1.34.4", "v1.35.4"));
    admin.put(CONFIG, config);
    joinControlPlane("cp3", 12, "v1.35.4");

    assertThat(image(admin, "kube-apiserver-cp3"))
        .isEqualTo("registry.k8s.io/kube-apiserver:v1.35.4");
    assertThat(image(admin, "etcd-cp3")).isEqualTo("registry.k8s.io/etcd:3.6.6-0");
    assertThat(image(admin, "kube-apiserver-cp2")).endsWith(":v1.34.4");
  }

  private void joinControlPlane(String name, int address, String version) {
    service.offer(
        name,
        TestBundles.running(version, bundles.joinControlPlane(name, centre.address(address))));
    centre.boot(name, address, service.userData(name));
    awaitStage(name, "kubeadm-done");
  }

  private static String image(ApiClient admin, String pod) throws Exception {
    return admin
        .get("/api/v1/namespaces/kube-system/pods/" + pod)
        .at("/spec/containers/0/image")
        .asText();
  }

  private static String kubelet(ApiClient admin, String node) throws Exception {
    return admin.get("/api/v1/nodes/" + node).at("/status/nodeInfo/kubeletVersion").asText();
  }

  @Test
  void anAddressThatTheyKeepTogetherAnswersWhileOneOfThemRuns() throws Exception {
    String shared = centre.address(200);
    centre.allow(shared);
    service.offer("cp1", TestBundles.keeping(shared, bundles.init("cp1", centre.address(10))));
    centre.boot("cp1", 10, service.userData("cp1"));
    awaitStage("cp1", "kubeadm-done");
    for (int n : List.of(2, 3)) {
      String name = "cp" + n;
      service.offer(
          name, TestBundles.keeping(shared, bundles.joinControlPlane(name, centre.address(9 + n))));
      centre.boot(name, 9 + n, service.userData(name));
      awaitStage(name, "kubeadm-done");
    }
    assertThat(names(admin(shared).get("/api/v1/nodes"))).containsExactly("cp1", "cp2", "cp3");

    centre.fleet().stopped("cp1");
    await().atMost(LIMIT).until(() -> isSilent(centre.address(10)));
    await().atMost(LIMIT).until(() -> !isSilent(shared));
    assertThat(names(admin(shared).get("/api/v1/nodes"))).containsExactly("cp1", "cp2", "cp3");

    centre.fleet().deleted("cp1");
    centre.fleet().deleted("cp2");
    centre.fleet().deleted("cp3");
    await().atMost(LIMIT).until(() -> isSilent(shared));
  }

  @Test
  void aLoadBalancerLeadsToAMemberThatAnswers() throws Exception {
    String address = centre.address(250);
    List<Member> members =
        List.of(member("silent", centre.address(99)), member("cp1", centre.address(10)));
    centre.fleet().balanced(new BalancedAddress("lb", List.of(address), 6443, members));
    assertThat(isSilent(address)).isTrue();
    bundles = new TestBundles(address + ":6443");
    service.offer("cp1", bundles.init("cp1", centre.address(10)));
    centre.boot("cp1", 10, service.userData("cp1"));
    awaitStage("cp1", "kubeadm-done");
    for (int i = 0; i < 3; i++) {
      assertThat(names(admin(address).get("/api/v1/nodes"))).containsExactly("cp1");
    }
    centre.fleet().balanced(new BalancedAddress("lb", List.of(), 6443, members));
    assertThat(isSilent(address)).isTrue();
  }

  private static Member member(String name, String address) {
    return new Member(name, name, address, "", 6443);
  }

  @Test
  void nobodyAnswersForAnAddressThatTheCloudDoesNotAllow() {
    String shared = centre.address(200);
    service.offer("cp1", TestBundles.keeping(shared, bundles.init("cp1", centre.address(10))));
    centre.boot("cp1", 10, service.userData("cp1"));
    await().atMost(LIMIT).until(() -> service.stages("cp1").contains("failed"));
    assertThat(service.lastMessage("cp1")).contains(shared);
  }

  @Test
  void aMachineDoesNotJoinAnEtcdWithALostMember() throws Exception {
    bootFirst();
    for (int n : List.of(2, 3)) {
      String name = "cp" + n;
      service.offer(name, bundles.joinControlPlane(name, centre.address(9 + n)));
      centre.boot(name, 9 + n, service.userData(name));
      awaitStage(name, "kubeadm-done");
    }
    centre.fleet().deleted("cp3");
    service.offer("cp4", bundles.joinControlPlane("cp4", centre.address(13)));
    centre.boot("cp4", 13, service.userData("cp4"));
    await().atMost(LIMIT).until(() -> service.stages("cp4").contains("failed"));
    assertThat(service.lastMessage("cp4")).contains("etcd cluster is not healthy");
  }

  @Test
  void aStoppedMachineIsSilentAndComesBackAsTheSameNode() throws Exception {
    bootFirst();
    String uid =
        admin(centre.address(10)).get("/api/v1/nodes/cp1").path("metadata").path("uid").asText();

    centre.fleet().stopped("cp1");
    await().atMost(LIMIT).until(() -> isSilent(centre.address(10)));

    centre.boot("cp1", 10, service.userData("cp1"), 2);
    centre.associate("cp1", 200, 10);
    await().atMost(LIMIT).until(() -> !isSilent(centre.address(200)));
    assertThat(
            admin(centre.address(10))
                .get("/api/v1/nodes/cp1")
                .path("metadata")
                .path("uid")
                .asText())
        .isEqualTo(uid);
    assertThat(service.stages("cp1")).isEqualTo(ALL_STAGES);
  }

  @Test
  void withoutAutomaticApprovalAJoinWaitsForSomebody() throws Exception {
    bootFirst();
    ApiClient admin = admin(centre.address(10));
    String bindings = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/";
    delete(bindings + "kubeadm:node-autoapprove-bootstrap");
    service.offer("w1", with(bundles.join("w1"), "tlsBootstrap: 2s", "tlsBootstrap: 15s"));
    centre.boot("w1", 21, service.userData("w1"));

    String requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    await().atMost(LIMIT).until(() -> pending(admin.get(requests)).isPresent());
    assertThat(names(admin.get("/api/v1/nodes"))).doesNotContain("w1");
    JsonNode request = pending(admin.get(requests)).orElseThrow();
    assertThat(request.path("spec").path("username").asText()).isEqualTo("system:bootstrap:abcdef");
    approve(admin, request);

    awaitStage("w1", "kubeadm-done");
    assertThat(names(admin.get("/api/v1/nodes"))).contains("w1");
  }

  @Test
  void aFrozenMachineAnswersNothing() throws Exception {
    bootFirst();
    centre.fleet().hung("cp1");
    await().atMost(LIMIT).until(() -> isSilent(centre.address(200)));
  }

  @Test
  void aMachineThatIsCutOffAnswersNothingUntilItIsMended() throws Exception {
    bootFirst();
    centre.fleet().cut("cp1");
    await().atMost(LIMIT).until(() -> isSilent(centre.address(200)));

    centre.fleet().mended("cp1");
    await().atMost(LIMIT).until(() -> !isSilent(centre.address(200)));
    assertThat(names(admin(centre.address(200)).get("/api/v1/nodes"))).containsExactly("cp1");
    assertThat(service.stages("cp1")).isEqualTo(ALL_STAGES);
  }

  @Test
  void aRebuiltMachineKnowsNothingOfWhatItWas() {
    bootFirst();
    centre.fleet().stopped("cp1");
    centre.fleet().rebuilt("cp1");
    centre.boot("cp1", 10, service.userData("cp1"), 2);
    await()
        .atMost(LIMIT)
        .until(() -> service.stages("cp1").stream().filter("booted"::equals).count() == 2);
  }

  private void bootFirst() {
    service.offer("cp1", bundles.init("cp1", centre.address(10)));
    centre.boot("cp1", 10, service.userData("cp1"));
    centre.associate("cp1", 200, 10);
    awaitStage("cp1", "kubeadm-done");
  }

  private void awaitStage(String machine, String stage) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(service.stages(machine))
                    .as("%s", service.pings(machine))
                    .contains(stage));
  }

  private ApiClient admin(String address) {
    KeyPair key = ClusterPki.newKey();
    X509Certificate certificate =
        bundles.ca.issue(
            key.getPublic(),
            new ClusterPki.Request(
                new X500Name("O=system:masters,CN=admin"),
                List.of(KeyPurposeId.id_kp_clientAuth),
                new GeneralNames(new GeneralName[0]),
                Instant.now(),
                Duration.ofHours(1)));
    Https https = Https.trusting(List.of(bundles.ca.certificate()), certificate, key.getPrivate());
    return new ApiClient(https, "https://" + address + ":6443", "");
  }

  private void delete(String path) throws Exception {
    admin(centre.address(10))
        .https()
        .send(
            new Https.Request(
                "DELETE",
                java.net.URI.create("https://" + centre.address(10) + ":6443" + path),
                Map.of(),
                new byte[0]));
  }

  private boolean isSilent(String address) {
    try {
      admin(address).get("/version");
      return false;
    } catch (io.caisson.simulator.guest.http.NoAnswer e) {
      return true;
    } catch (ApiClient.Refused e) {
      return false;
    }
  }

  private static void approve(ApiClient admin, JsonNode request) throws Exception {
    ObjectNode approved = request.deepCopy();
    approved
        .putObject("status")
        .withArray("conditions")
        .addObject()
        .put("type", "Approved")
        .put("status", "True")
        .put("reason", "ByHand");
    String name = request.path("metadata").path("name").asText();
    admin.put(
        "/apis/certificates.k8s.io/v1/certificatesigningrequests/" + name + "/approval", approved);
  }

  private static Optional<JsonNode> pending(JsonNode list) {
    return Json.each(list.path("items"))
        .filter(r -> r.path("spec").path("signerName").asText().endsWith("client-kubelet"))
        .filter(r -> r.path("status").path("conditions").isEmpty())
        .findFirst();
  }

  private static Map<String, String> with(Map<String, String> files, String old, String fresh) {
    files.computeIfPresent("run/caisson/kubeadm.yaml", (path, text) -> text.replace(old, fresh));
    return files;
  }

  private static List<String> names(JsonNode list) {
    return Json.each(list.path("items"))
        .map(o -> o.path("metadata").path("name").asText())
        .toList();
  }

  private static String ready(JsonNode node) {
    return Json.each(node.path("status").path("conditions"))
        .filter(c -> c.path("type").asText().equals("Ready"))
        .map(c -> c.path("status").asText())
        .findFirst()
        .orElse("");
  }
}
