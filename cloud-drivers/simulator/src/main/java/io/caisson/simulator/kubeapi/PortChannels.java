package io.caisson.simulator.kubeapi;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ports as pairs of channels: the first byte of each message says which. Data of the n-th port goes
 * by channel 2n, errors by the next; both begin with the port's number.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubelet/blob/v0.34.4/pkg/cri/streaming/portforward/websocket.go">websocket.go</a>
 */
final class PortChannels {
  private final ServerWebSocket client;
  private final PortForward.Dial dial;
  private final Map<Integer, NetSocket> open = new HashMap<>();
  private final Map<Integer, Buffer> early = new HashMap<>();

  PortChannels(ServerWebSocket client, PortForward.Dial dial) {
    this.client = client;
    this.dial = dial;
  }

  void start(List<Integer> ports) {
    client.binaryMessageHandler(this::fromClient);
    client.closeHandler(gone -> open.values().forEach(NetSocket::close));
    for (int i = 0; i < ports.size(); i++) {
      int channel = 2 * i;
      Buffer number = Buffer.buffer().appendUnsignedShortLE(ports.get(i));
      send(channel, number);
      send(channel + 1, number);
      dial.to(ports.get(i))
          .onSuccess(socket -> connected(channel, socket))
          .onFailure(refused -> refuse(channel, String.valueOf(refused.getMessage())));
    }
  }

  private void refuse(int channel, String why) {
    send(channel + 1, Buffer.buffer(why));
    client.close();
  }

  private void connected(int channel, NetSocket socket) {
    open.put(channel, socket);
    socket.handler(data -> send(channel, data));
    socket.closeHandler(gone -> client.close());
    Buffer waiting = early.remove(channel);
    if (waiting != null) {
      socket.write(waiting);
    }
  }

  private void fromClient(Buffer message) {
    if (message.length() < 2) {
      return;
    }
    int channel = message.getByte(0);
    Buffer data = message.slice(1, message.length());
    NetSocket socket = open.get(channel);
    if (socket == null) {
      early.computeIfAbsent(channel, c -> Buffer.buffer()).appendBuffer(data);
    } else {
      socket.write(data);
    }
  }

  private void send(int channel, Buffer data) {
    if (!client.isClosed()) {
      client.writeBinaryMessage(Buffer.buffer().appendByte((byte) channel).appendBuffer(data));
    }
  }
}
