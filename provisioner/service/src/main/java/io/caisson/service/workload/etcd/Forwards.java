package io.caisson.service.workload.etcd;

import io.caisson.spi.kubernetes.KubernetesException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;

/**
 * Connections to one pod of etcd, each forwarded anew. More than one is needed: etcd allows 2³² − 1
 * streams, which OkHttp takes for −1, so that it makes a connection for each call.
 */
final class Forwards extends SocketFactory implements AutoCloseable {
  private final EtcdPods pods;
  private final EtcdPods.Pod pod;
  private final List<EtcdPods.Forward> all = new ArrayList<>();
  private boolean closed;

  Forwards(EtcdPods pods, EtcdPods.Pod pod) {
    this.pods = pods;
    this.pod = pod;
  }

  /** Why the last one has ended, if something is wrong on the way. */
  synchronized Optional<String> failure() {
    return all.isEmpty() ? Optional.empty() : all.getLast().failure();
  }

  /** Does not wait; OkHttp may ask for one in a thread of its own when nobody wants it any more. */
  @Override
  public synchronized Socket createSocket() throws IOException {
    if (closed) {
      throw new SocketException("no longer wanted");
    }
    try {
      EtcdPods.Forward forward = pods.forward(pod);
      all.add(forward);
      return forward.socket();
    } catch (KubernetesException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }

  @Override
  public synchronized void close() {
    closed = true;
    all.forEach(EtcdPods.Forward::close);
  }
}
