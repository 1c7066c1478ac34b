package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * The subresource {@code portforward} of pods, over WebSocket: the channels that client libraries
 * speak, and the SPDY tunnel of kubectl.
 */
final class PortForward {
  static final String CHANNELS = "v4.channel.k8s.io";
  static final String TUNNEL = "SPDY/3.1+portforward.k8s.io";

  private final Registry registry;
  private volatile PodPorts ports = (pod, port) -> Optional.empty();

  PortForward(Registry registry) {
    this.registry = registry;
  }

  void listen(PodPorts what) {
    ports = what;
  }

  static boolean isAsked(HttpServerRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
        && request.path().endsWith("/portforward");
  }

  /** Throws a refusal before anything is upgraded. */
  void begin(HttpServerRequest request, Target target) {
    Target whole = new Target(target.resource(), target.namespace(), target.name(), "");
    ObjectNode pod = registry.get(whole);
    if (!pod.path("status").path("phase").asText().equals("Running")) {
      throw Status.badRequest(
          "unable to forward port because pod is not running. Current status="
              + pod.path("status").path("phase").asText());
    }
    List<Integer> asked =
        request.params().getAll("ports").stream()
            .flatMap(list -> List.of(list.split(",", -1)).stream())
            .map(Integer::valueOf)
            .toList();
    NetClient client = Vertx.currentContext().owner().createNetClient();
    Dial dial = port -> dial(client, pod, port);
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              if (TUNNEL.equals(socket.subProtocol())) {
                new SpdyTunnel(socket, dial).start();
              } else {
                new PortChannels(socket, dial).start(asked);
              }
            });
  }

  private Future<NetSocket> dial(NetClient client, ObjectNode pod, int port) {
    Optional<InetSocketAddress> there = ports.at(pod, port);
    if (there.isEmpty()) {
      return Future.failedFuture(
          "error forwarding port %d to pod %s, uid : failed to connect to localhost:%d inside"
                  .formatted(port, Metadata.name(pod), port)
              + " namespace: dial tcp4 127.0.0.1:%d: connect: connection refused".formatted(port));
    }
    return client.connect(there.get().getPort(), there.get().getHostString());
  }

  /** A connection to a port of the pod. */
  @FunctionalInterface
  interface Dial {
    Future<NetSocket> to(int port);
  }
}
