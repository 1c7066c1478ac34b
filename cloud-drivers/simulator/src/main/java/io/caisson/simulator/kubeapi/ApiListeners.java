package io.caisson.simulator.kubeapi;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Opens the TLS listeners of all clusters on a few shared event loops. Client certificates are
 * asked for and taken as they are; who they belong to is decided for each request, as a real API
 * server does.
 */
public final class ApiListeners implements AutoCloseable {
  private static final int TRIES = 200;
  private static final long PAUSE_MILLIS = 5;

  private final Vertx vertx;

  /**
   * Who listens where. An address is had by one at a time: Vert.x would let the next server there
   * join the one that is, share its connections, and go with it.
   */
  private final Map<SocketAddress, Listener> open = new ConcurrentHashMap<>();

  /**
   * Whose server is going or gone, until somebody listens there again. A moment after it has gone
   * the socket is still open.
   */
  private final Map<SocketAddress, Future<Void>> closed = new ConcurrentHashMap<>();

  public ApiListeners() {
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors()))
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true));
  }

  /**
   * Blocks until the address answers; throws {@link AddressTaken} if it cannot be had. If it is one
   * of ours that answers there, it is cut off: an address leads to the one that was the last to get
   * it.
   */
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
                KeyCertOptions.wrap(KeyManagers.of(identity.certificate(), identity.key())))
            .setClientAuth(ClientAuth.REQUEST)
            .setTrustOptions(TrustOptions.wrap(new AnyClient(cluster.pki().certificate())))
            .setIdleTimeout(0)
            .setWebSocketSubProtocols(List.of(PortForward.TUNNEL, PortForward.CHANNELS))
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setMaxInitialLineLength(64 * 1024);
    HttpServer server = serve(options, r -> cluster.server().handle(r, etcd));
    cluster.serverOpened();
    return opened(
        options,
        new Listener(
            server,
            () -> {
              cluster.serverClosed();
              close(options, server);
            }));
  }

  /** Any other server beside them. Blocks as {@link #open} does. */
  public Listener listen(HttpServerOptions options, Handler<HttpServerRequest> handler) {
    HttpServer server = serve(options, handler);
    return opened(options, new Listener(server, () -> close(options, server)));
  }

  private Listener opened(HttpServerOptions options, Listener listener) {
    open.put(address(options), listener);
    return listener;
  }

  private HttpServer serve(HttpServerOptions options, Handler<HttpServerRequest> handler) {
    Optional.ofNullable(open.remove(address(options))).ifPresent(Listener::close);
    Optional<Future<Void>> left = Optional.ofNullable(closed.get(address(options)));
    left.ifPresent(ApiListeners::await);
    AsyncResult<HttpServer> listening = attempt(options, handler);
    int tries = left.isPresent() ? TRIES : 0;
    while (listening.cause() instanceof BindException && tries-- > 0) {
      await(vertx.timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
      listening = attempt(options, handler);
    }
    if (listening.failed()) {
      throw new AddressTaken(options.getHost(), options.getPort(), listening.cause());
    }
    left.ifPresent(gone -> closed.remove(address(options), gone));
    return listening.result();
  }

  private AsyncResult<HttpServer> attempt(
      HttpServerOptions options, Handler<HttpServerRequest> handler) {
    HttpServer server = vertx.createHttpServer(options).requestHandler(handler);
    AsyncResult<HttpServer> listening = await(server.listen());
    if (listening.failed()) {
      server.close();
    }
    return listening;
  }

  private void close(HttpServerOptions options, HttpServer server) {
    Promise<Void> gone = Promise.promise();
    closed.put(address(options), gone.future());
    server.close().onComplete(_ -> gone.complete());
  }

  private static SocketAddress address(HttpServerOptions options) {
    return SocketAddress.inetSocketAddress(options.getPort(), options.getHost());
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
    private final Runnable close;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Listener(HttpServer server, Runnable close) {
      this.server = server;
      this.close = close;
    }

    public int port() {
      return server.actualPort();
    }

    /** Cuts all connections. Does not wait; whoever listens here next does. */
    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        close.run();
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
