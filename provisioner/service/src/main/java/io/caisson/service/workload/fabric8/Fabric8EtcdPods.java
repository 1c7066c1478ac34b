package io.caisson.service.workload.fabric8;

import io.caisson.service.workload.etcd.EtcdPods;
import io.caisson.service.workload.etcd.PipedSocket;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.PortForward;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
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
    try {
      Pipe there = Pipe.open();
      Pipe back = Pipe.open();
      return new Opened(
          Faults.told(() -> forward(pod, there.source(), back.sink())),
          new PipedSocket(
              Channels.newInputStream(back.source()), Channels.newOutputStream(there.sink())));
    } catch (IOException noPipe) {
      throw new KubernetesException(Kind.BROKEN, "no pipe to a pod of etcd", noPipe);
    }
  }

  /** Closes the two ends that it is given when it ends. */
  private PortForward forward(Pod pod, ReadableByteChannel in, WritableByteChannel out) {
    return client.pods().inNamespace(SYSTEM).withName(pod.name()).portForward(CLIENT_PORT, in, out);
  }

  /** What is written to its pipes is sent at once; fabric8's ports on loopback look every 50 ms. */
  private record Opened(PortForward forward, PipedSocket socket) implements Forward {
    @Override
    public Optional<String> failure() {
      return forward.getServerThrowables().stream().findFirst().map(Throwable::getMessage);
    }

    @Override
    public void close() {
      try (forward;
          socket) {
        // both, whatever comes of the other
      } catch (IOException e) {
        LOG.debug("a connection to a pod of etcd was not closed in order", e);
      }
    }
  }
}
