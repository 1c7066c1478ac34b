package io.caisson.service.api.guest;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection: one request, its answer, the end; or the end when its time is over. */
final class GuestConversation extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(GuestConversation.class);

  private final GuestListenerSettings settings;
  private final GuestRoutes routes;
  private @Nullable Future<?> deadline;
  private boolean asked;

  GuestConversation(GuestListenerSettings settings, GuestRoutes routes) {
    this.settings = settings;
    this.routes = routes;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    endAfter(settings.toReceive(), context);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    if (asked) {
      return;
    }
    asked = true;
    endAfter(settings.toAnswer(), context);
    if (message.decoderResult().isFailure()) {
      send(context, GuestResponse.text(400, "not a request that can be read"));
      return;
    }
    GuestRequest request = request(message);
    Thread.ofVirtual().name("guest").start(() -> send(context, routes.respond(request)));
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    forgetDeadline();
  }

  /** A guest that speaks no TLS, does not trust us, or has gone. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("a guest's connection from {} ended", context.channel().remoteAddress(), cause);
    context.close();
  }

  private static GuestRequest request(FullHttpRequest message) {
    return new GuestRequest(
        message.method().name(),
        message.uri(),
        Optional.ofNullable(message.headers().get(HttpHeaderNames.AUTHORIZATION)),
        ByteBufUtil.getBytes(message.content()));
  }

  private static void send(ChannelHandlerContext context, GuestResponse response) {
    FullHttpResponse message =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.status()),
            Unpooled.wrappedBuffer(response.body()));
    response.headers().forEach(message.headers()::set);
    if (response.status() != HttpResponseStatus.NO_CONTENT.code()) {
      message.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
    }
    message.headers().set(HttpHeaderNames.CONNECTION, "close");
    message.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    context.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
  }

  private void endAfter(Duration time, ChannelHandlerContext context) {
    forgetDeadline();
    deadline =
        context.executor().schedule(() -> context.close(), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void forgetDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }
}
