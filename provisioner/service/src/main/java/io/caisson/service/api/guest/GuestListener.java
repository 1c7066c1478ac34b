package io.caisson.service.api.guest;

import io.caisson.service.bootstrap.pki.TlsCredential;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * The HTTPS server for guests. One request per connection, so that every limit is one of a
 * connection: its size, its time, their number. What a guest asks is answered on a virtual thread
 * of its own; a slow desk does not keep others waiting.
 */
public final class GuestListener implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup loops;
  private final Channel server;

  private GuestListener(MultiThreadIoEventLoopGroup loops, Channel server) {
    this.loops = loops;
    this.server = server;
  }

  /**
   * Listens when it returns.
   *
   * @param credential its certificate is signed by the authority that guests are given
   * @throws UncheckedIOException if the address cannot be had
   */
  public static GuestListener start(
      GuestListenerSettings settings, TlsCredential credential, GuestDesk desk, Clock clock) {
    MultiThreadIoEventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            2,
            Thread.ofPlatform().daemon().name("guest-loop-", 0).factory(),
            NioIoHandler.newFactory());
    GuestPipeline pipeline =
        new GuestPipeline(settings, tls(credential), new GuestRoutes(desk, clock));
    var binding =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1_024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(pipeline)
            .bind(settings.address())
            .awaitUninterruptibly();
    if (!binding.isSuccess()) {
      stop(loops);
      throw new UncheckedIOException(
          new IOException(
              "guests cannot be listened for at " + settings.address(), binding.cause()));
    }
    return new GuestListener(loops, binding.channel());
  }

  /** The port that it listens on. */
  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** Cuts open connections: a guest asks again. */
  @Override
  public void close() {
    server.close().awaitUninterruptibly();
    stop(loops);
  }

  private static void stop(MultiThreadIoEventLoopGroup loops) {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static SslContext tls(TlsCredential credential) {
    try {
      return SslContextBuilder.forServer(
              stream(credential.certificate()), stream(credential.privateKey()))
          .protocols("TLSv1.3", "TLSv1.2")
          .build();
    } catch (SSLException e) {
      throw new IllegalArgumentException("no TLS with this certificate", e);
    }
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
