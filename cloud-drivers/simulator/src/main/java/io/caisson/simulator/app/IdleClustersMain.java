package io.caisson.simulator.app;

import io.caisson.simulator.kubeapi.ApiListeners;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ClusterClient;
import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.ControllerSettings;
import io.caisson.simulator.kubeapi.Json;
import io.caisson.simulator.kubeapi.KubernetesVersion;
import io.caisson.simulator.kubeapi.Pem;
import io.caisson.simulator.kubeapi.ServingIdentity;
import io.caisson.simulator.model.RealTimeline;
import io.caisson.simulator.model.Timeline;
import io.caisson.spi.net.Handshakes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * {@code simulator --idle-clusters NUMBER ENV-FILE}: nothing but the Kubernetes face, for {@code
 * caisson bench face}. Makes that many clusters of three nodes and five pods, each with an API
 * server on a port of its own, writes how much heap they took, and how the last one is reached, and
 * stays until it is ended.
 */
public final class IdleClustersMain {
  private static final int USAGE = 2;
  private static final int NODES = 3;
  private static final int PODS = 5;
  private static final String HOST = "127.0.0.1";

  private final Timeline timeline;
  private final ApiListeners listeners;
  private final ClusterPki pki;

  private IdleClustersMain(Timeline timeline, ApiListeners listeners) {
    this.timeline = timeline;
    this.listeners = listeners;
    this.pki = ClusterPki.selfSigned("kubernetes", timeline.now());
  }

  /** Exit codes: 0 ended by a signal, 2 wrong arguments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Handshakes.quicken();
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(end::countDown));
    int code = run(List.of(arguments), end);
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * @param end reached when it shall stop
   */
  static int run(List<String> arguments, CountDownLatch end)
      throws IOException, InterruptedException {
    if (arguments.size() != 3 || !arguments.get(1).matches("[1-9]\\d{0,5}")) {
      System.err.println("usage: simulator --idle-clusters NUMBER ENV-FILE");
      return USAGE;
    }
    try (RealTimeline timeline = new RealTimeline(Clock.systemUTC());
        ApiListeners listeners = new ApiListeners()) {
      Map<String, String> told =
          new IdleClustersMain(timeline, listeners).make(Integer.parseInt(arguments.get(1)));
      EnvFile.write(Path.of(arguments.get(2)), told);
      end.await();
      return 0;
    }
  }

  private Map<String, String> make(int count) {
    KeyPair key = ClusterPki.newKey();
    X509Certificate certificate =
        pki.issue(
            key.getPublic(),
            request(
                "CN=kube-apiserver",
                KeyPurposeId.id_kp_serverAuth,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, HOST))));
    ServingIdentity identity = new ServingIdentity(certificate, key.getPrivate());
    List<Cluster> clusters = new ArrayList<>();
    long before = heap();
    int port = 0;
    for (int number = 0; number < count; number++) {
      Cluster cluster = cluster(number);
      clusters.add(cluster);
      port = listeners.open(cluster, HOST, 0, identity).port();
    }
    long each = (heap() - before) / clusters.size();
    Map<String, String> told = new LinkedHashMap<>();
    told.put("FACE_HEAP_OF_A_CLUSTER", Long.toString(each));
    told.put("FACE_KUBECONFIG_BASE64", base64(kubeconfig(port)));
    return told;
  }

  private Cluster cluster(int seed) {
    Cluster cluster =
        new Cluster(
            pki,
            new KubernetesVersion(1, 34, 4),
            ControllerSettings.usual("10.244.0.0/16"),
            timeline,
            new Random(seed));
    ClusterClient client = cluster.client("bench");
    for (int n = 1; n <= NODES; n++) {
      client.create(Json.yaml("{apiVersion: v1, kind: Node, metadata: {name: n%d}}".formatted(n)));
    }
    for (int p = 1; p <= PODS; p++) {
      client.create(
          Json.yaml(
              """
              apiVersion: v1
              kind: Pod
              metadata: {name: p%d, namespace: default}
              spec: {nodeName: n%d, containers: [{name: c, image: 'app:1'}]}
              """
                  .formatted(p, 1 + p % NODES)));
    }
    return cluster;
  }

  private String kubeconfig(int port) {
    KeyPair key = ClusterPki.newKey();
    X509Certificate certificate =
        pki.issue(
            key.getPublic(),
            request(
                "O=system:masters,CN=bench",
                KeyPurposeId.id_kp_clientAuth,
                new GeneralNames(new GeneralName[0])));
    return """
    server: https://%s:%d
    certificate-authority-data: %s
    client-certificate-data: %s
    client-key-data: %s
    """
        .formatted(
            HOST,
            port,
            base64(Pem.text(pki.certificate())),
            base64(Pem.text(certificate)),
            base64(Pem.text(key.getPrivate())));
  }

  private ClusterPki.Request request(String subject, KeyPurposeId purpose, GeneralNames names) {
    return new ClusterPki.Request(
        new X500Name(subject), List.of(purpose), names, timeline.now(), Duration.ofDays(1));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** What lives on it. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
