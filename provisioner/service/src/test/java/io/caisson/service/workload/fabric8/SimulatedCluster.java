package io.caisson.service.workload.fabric8;

import io.caisson.contract.kubernetes.ClusterUnderTest;
import io.caisson.contract.kubernetes.Kubeconfig;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.Pem;
import io.caisson.service.bootstrap.pki.ServiceIdentity;
import io.caisson.service.bootstrap.pki.TlsCredential;
import io.caisson.simulator.kubeapi.ApiListeners;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.ControllerSettings;
import io.caisson.simulator.kubeapi.KubernetesVersion;
import io.caisson.simulator.kubeapi.ServingIdentity;
import io.caisson.simulator.model.RealTimeline;
import io.caisson.simulator.model.Timeline;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** The simulator's API server of one release. */
final class SimulatedCluster implements ClusterUnderTest {
  /** So that nodes need no kubelet that renews their leases. */
  private static final Duration PATIENT = Duration.ofHours(1);

  private final CertificateAuthority authority = ScriptedApiServer.MINT.authority("kubernetes");
  private final Timeline timeline;
  private final ApiListeners listeners = new ApiListeners();
  private final Cluster cluster;
  private final URI url;

  /**
   * @param version as {@code v1.34.4}
   */
  SimulatedCluster(String version) {
    this(version, new RealTimeline(Clock.systemUTC()));
  }

  SimulatedCluster(String version, Timeline timeline) {
    this.timeline = timeline;
    cluster =
        new Cluster(
            new ClusterPki(
                Pem.certificate(authority.certificate()), Pem.privateKey(authority.privateKey())),
            KubernetesVersion.parse(version),
            new ControllerSettings("", PATIENT),
            timeline,
            new Random(1));
    TlsCredential own = ScriptedApiServer.MINT.server(authority, List.of("127.0.0.1"));
    ServingIdentity identity = new ServingIdentity(own.x509(), Pem.privateKey(own.privateKey()));
    url =
        URI.create("https://127.0.0.1:" + listeners.open(cluster, "127.0.0.1", 0, identity).port());
  }

  Cluster cluster() {
    return cluster;
  }

  @Override
  public String name() {
    return "the simulator, through fabric8";
  }

  @Override
  public Kubeconfig kubeconfig() {
    TlsCredential admin = ScriptedApiServer.MINT.client(authority, ServiceIdentity.FIRST_CONTACT);
    return new Kubeconfig(url, authority.certificate(), admin.certificate(), admin.privateKey());
  }

  @Override
  public void close() {
    listeners.close();
    cluster.close();
    if (timeline instanceof RealTimeline real) {
      real.close();
    }
  }
}
