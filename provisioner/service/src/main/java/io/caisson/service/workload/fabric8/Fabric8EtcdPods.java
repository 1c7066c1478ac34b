package io.caisson.service.workload.fabric8;

import io.caisson.service.workload.etcd.EtcdPods;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * etcd's pods as kubeadm makes them: static ones in {@code kube-system}, each named after its node.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/setup-tools/kubeadm/implementation-details/">kubeadm:
 *     implementation details</a>
 */
final class Fabric8EtcdPods implements EtcdPods {
  private static final Logger LOG = LoggerFactory.getLogger(Fabric8EtcdPods.class);
  private static final int CLIENT_PORT = 2379;
  private static final String SYSTEM = "kube-system";

  private final KubernetesClient client;

  Fabric8EtcdPods(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public List<Pod> running() {
    return Faults.told(
        () ->
            client
                .pods()
                .inNamespace(SYSTEM)
                .withLabel("component", "etcd")
                .list()
                .getItems()
                .stream()
                .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                .map(pod -> new Pod(pod.getMetadata().getName(), pod.getSpec().getNodeName()))
                .filter(pod -> pod.name().equals("etcd-" + pod.node()))
                .toList());
  }

  @Override
  public Forward forward(Pod pod) {
    return new Opened(
        Faults.told(
            () ->
                client
                    .pods()
                    .inNamespace(SYSTEM)
                    .withName(pod.name())
                    .portForward(CLIENT_PORT, InetAddress.getLoopbackAddress(), 0)));
  }

  private record Opened(LocalPortForward forward) implements Forward {
    @Override
    public int localPort() {
      return forward.getLocalPort();
    }

    @Override
    public Optional<String> failure() {
      return forward.getServerThrowables().stream().findFirst().map(Throwable::getMessage);
    }

    @Override
    public void close() {
      try {
        forward.close();
      } catch (IOException e) {
        LOG.debug("a forwarded port was not closed in order", e);
      }
    }
  }
}
