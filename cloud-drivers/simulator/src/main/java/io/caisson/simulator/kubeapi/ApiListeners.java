package io.caisson.simulator.kubeapi;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Opens the TLS listeners of all clusters on a few shared event loops. Client certificates are
 * asked for and taken as they are; who they belong to is decided for each request, as a real API
 * server does.
 */
public final class ApiListeners implements AutoCloseable {
  private final Vertx vertx;

  public ApiListeners() {
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors()))
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true));
  }

  /** Blocks until the address answers; throws {@link AddressTaken} if it cannot be had. */
  public Listener open(Cluster cluster, String address, int port, ServingIdentity identity) {
    return open(cluster, address, port, identity, () -> true);
  }

  /**
   * @param etcd whether the API server behind this listener reaches its etcd
   */
  public Listener open(
      Cluster cluster, String address, int port, ServingIdentity identity, BooleanSupplier etcd) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(address)
            .setPort(port)
            .setSsl(true)
            .setUseAlpn(true)
            .setReuseAddress(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertValue(Buffer.buffer(Pem.text(identity.certificate())))
                    .setKeyValue(Buffer.buffer(Pem.text(identity.key()))))
            .setClientAuth(ClientAuth.REQUEST)
            .setTrustOptions(TrustOptions.wrap(new AnyClient(cluster.pki().certificate())))
            .setIdleTimeout(0)
            .setWebSocketSubProtocols(List.of(PortForward.TUNNEL, PortForward.CHANNELS))
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setMaxInitialLineLength(64 * 1024);
    HttpServer server = listen(options, r -> cluster.server().handle(r, etcd));
    cluster.serverOpened();
    return new Listener(server, cluster);
  }

  /** Any other server beside them. Blocks as {@link #open} does. */
  public HttpServer listen(HttpServerOptions options, Handler<HttpServerRequest> handler) {
    HttpServer server = vertx.createHttpServer(options).requestHandler(handler);
    AsyncResult<HttpServer> listening = await(server.listen());
    if (listening.failed()) {
      server.close();
      throw new AddressTaken(options.getHost(), options.getPort(), listening.cause());
    }
    return server;
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static <T> AsyncResult<T> await(Future<T> future) {
    BlockingQueue<AsyncResult<T>> done = new ArrayBlockingQueue<>(1);
    future.onComplete(done::add);
    try {
      return done.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Future.failedFuture(e);
    }
  }

  /** One open address. */
  public static final class Listener implements AutoCloseable {
    private final HttpServer server;
    private final Cluster cluster;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Listener(HttpServer server, Cluster cluster) {
      this.server = server;
      this.cluster = cluster;
    }

    public int port() {
      return server.actualPort();
    }

    /** Cuts all connections. Does not wait. */
    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        cluster.serverClosed();
        server.close();
      }
    }
  }

  /** Somebody else listens there, or this machine does not have the address. */
  public static final class AddressTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AddressTaken(String address, int port, Throwable cause) {
      super("cannot listen on %s:%d: %s".formatted(address, port, cause.getMessage()), cause);
    }
  }
}
