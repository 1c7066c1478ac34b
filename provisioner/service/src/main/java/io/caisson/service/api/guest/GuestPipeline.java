package io.caisson.service.api.guest;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.util.concurrent.atomic.AtomicInteger;

/** What every new connection goes through, and how much of it is let pass. */
final class GuestPipeline extends ChannelInitializer<SocketChannel> {
  /** Bytes of a ping's text. */
  static final int BODY_LIMIT = 4_096;

  private static final int LINE_LIMIT = 512;
  private static final int HEADERS_LIMIT = 4_096;

  private final GuestListenerSettings settings;
  private final SslContext tls;
  private final GuestRoutes routes;
  private final AtomicInteger open = new AtomicInteger();

  GuestPipeline(GuestListenerSettings settings, SslContext tls, GuestRoutes routes) {
    this.settings = settings;
    this.tls = tls;
    this.routes = routes;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    channel.closeFuture().addListener(_ -> open.decrementAndGet());
    if (open.incrementAndGet() > settings.mostConnections()) {
      channel.close();
      return;
    }
    HttpDecoderConfig limits =
        new HttpDecoderConfig().setMaxInitialLineLength(LINE_LIMIT).setMaxHeaderSize(HEADERS_LIMIT);
    channel
        .pipeline()
        .addLast(
            tls.newHandler(channel.alloc()),
            new HttpServerCodec(limits),
            new HttpObjectAggregator(BODY_LIMIT, true),
            new GuestConversation(settings, routes));
  }
}
