package io.caisson.simulator.kubeapi;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import java.util.HashMap;
import java.util.Map;

/**
 * SPDY/3.1 inside of a WebSocket, as kubectl has forwarded ports since 1.31: each connection is a
 * stream for errors and one for data, which name the same request.
 *
 * @see <a
 *     href="https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/4006-transition-spdy-to-websockets">KEP
 *     4006</a>
 */
final class SpdyTunnel {
  private final ServerWebSocket client;
  private final PortForward.Dial dial;
  private final EmbeddedChannel codec =
      new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
  private final Map<String, Integer> errors = new HashMap<>();
  private final Map<Integer, NetSocket> open = new HashMap<>();
  private final Map<Integer, Buffer> early = new HashMap<>();

  SpdyTunnel(ServerWebSocket client, PortForward.Dial dial) {
    this.client = client;
    this.dial = dial;
  }

  void start() {
    client.binaryMessageHandler(this::fromClient);
    client.closeHandler(
        gone -> {
          open.values().forEach(NetSocket::close);
          codec.finishAndReleaseAll();
        });
  }

  private void fromClient(Buffer message) {
    codec.writeInbound(Unpooled.wrappedBuffer(message.getBytes()));
    for (Object frame = codec.readInbound(); frame != null; frame = codec.readInbound()) {
      handle(frame);
    }
  }

  private void handle(Object frame) {
    switch (frame) {
      case SpdySynStreamFrame begun -> begin(begun);
      case SpdyDataFrame data -> data(data);
      case SpdyPingFrame ping -> send(ping);
      case SpdyRstStreamFrame reset -> close(reset.streamId());
      case SpdyGoAwayFrame _ -> client.close();
      default -> {}
    }
  }

  private void begin(SpdySynStreamFrame begun) {
    int stream = begun.streamId();
    reply(stream);
    String request = String.valueOf(begun.headers().getAsString("requestid"));
    if ("error".equals(begun.headers().getAsString("streamtype"))) {
      errors.put(request, stream);
      return;
    }
    int port = Integer.parseInt(String.valueOf(begun.headers().getAsString("port")));
    dial.to(port)
        .onSuccess(socket -> connected(stream, request, socket))
        .onFailure(refused -> refuse(stream, request, String.valueOf(refused.getMessage())));
  }

  /** With a header: clients cannot read a reply whose block of headers is left out. */
  private void reply(int stream) {
    SpdySynReplyFrame reply = new DefaultSpdySynReplyFrame(stream);
    reply.headers().set("status", "200");
    send(reply);
  }

  private void connected(int stream, String request, NetSocket socket) {
    open.put(stream, socket);
    socket.handler(data -> send(stream, data.getBytes(), false));
    socket.closeHandler(
        gone -> {
          open.remove(stream);
          endErrors(request, new byte[0]);
          send(stream, new byte[0], true);
        });
    Buffer waiting = early.remove(stream);
    if (waiting != null) {
      socket.write(waiting);
    }
  }

  private void refuse(int stream, String request, String why) {
    endErrors(request, Buffer.buffer(why).getBytes());
    send(stream, new byte[0], true);
  }

  private void endErrors(String request, byte[] text) {
    Integer stream = errors.remove(request);
    if (stream != null) {
      send(stream, text, true);
    }
  }

  private void data(SpdyDataFrame data) {
    byte[] bytes = new byte[data.content().readableBytes()];
    data.content().readBytes(bytes);
    data.release();
    NetSocket socket = open.get(data.streamId());
    if (socket != null) {
      socket.write(Buffer.buffer(bytes));
    } else if (!errors.containsValue(data.streamId())) {
      early.computeIfAbsent(data.streamId(), s -> Buffer.buffer()).appendBytes(bytes);
    }
    if (data.isLast()) {
      close(data.streamId());
    }
  }

  private void close(int stream) {
    NetSocket socket = open.get(stream);
    if (socket != null) {
      socket.close();
    }
  }

  private void send(int stream, byte[] bytes, boolean last) {
    send(new DefaultSpdyDataFrame(stream, Unpooled.wrappedBuffer(bytes)).setLast(last));
  }

  private void send(Object frame) {
    if (client.isClosed()) {
      return;
    }
    codec.writeOutbound(frame);
    for (ByteBuf out = codec.readOutbound(); out != null; out = codec.readOutbound()) {
      byte[] bytes = new byte[out.readableBytes()];
      out.readBytes(bytes);
      out.release();
      client.writeBinaryMessage(Buffer.buffer(bytes));
    }
  }
}
