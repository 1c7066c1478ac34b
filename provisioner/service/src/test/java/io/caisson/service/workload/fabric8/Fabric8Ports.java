package io.caisson.service.workload.fabric8;

import io.caisson.contract.kubernetes.Kubeconfig;
import io.caisson.contract.kubernetes.PortsUnderTest;
import io.caisson.service.bootstrap.pki.TlsCredential;
import io.caisson.service.meters.Meters;
import io.caisson.spi.kubernetes.KubernetesApi;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Timeout;

/** The adapters by fabric8, under contracts of our Kubernetes ports. */
@Timeout(120)
interface Fabric8Ports extends PortsUnderTest {
  Fabric8Kubernetes KUBERNETES = new Fabric8Kubernetes(Duration.ofSeconds(20), Meters.unread());
  Map<URI, KubernetesApi> DIALED = new ConcurrentHashMap<>();

  /** As the service does, one for each cluster. */
  @Override
  default KubernetesApi api(Kubeconfig who) {
    return DIALED.computeIfAbsent(
        who.server(),
        server ->
            KUBERNETES.dial(
                server, who.authority(), new TlsCredential(who.certificate(), who.pkcs8Key())));
  }
}
