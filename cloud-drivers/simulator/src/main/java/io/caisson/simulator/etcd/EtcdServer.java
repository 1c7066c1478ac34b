package io.caisson.simulator.etcd;

import io.caisson.simulator.kubeapi.ApiListeners;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.KeyManagers;
import io.caisson.simulator.kubeapi.Pem;
import io.caisson.simulator.kubeapi.ServingIdentity;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * The program etcd on one machine, as its clients see it: at port 2379 of the machine's address,
 * for those with a certificate of the cluster's etcd authority.
 *
 * @param member its name, which is that of its node
 * @param address of its machine
 * @param authority signs clients' certificates
 * @param identity what it shows itself
 * @param version as it says it, such as {@code 3.6.5}
 */
public record EtcdServer(
    Cluster cluster,
    String member,
    String address,
    X509Certificate authority,
    ServingIdentity identity,
    String version) {
  private static final int CLIENT_PORT = 2379;

  /**
   * How many streams it allows a connection, less one: etcd says 2³² − 1 in its settings, which
   * Vert.x would leave out. Clients that take the number for a negative one make a connection for
   * each call.
   *
   * @see <a href="https://github.com/etcd-io/etcd/blob/v3.6.5/server/embed/serve.go">serve.go</a>
   */
  private static final long STREAMS = 0xFFFF_FFFEL;

  private static final int GRPC_PREFIX = 5;

  /** Of the version that came with the cluster's first release. */
  public EtcdServer(
      Cluster cluster,
      String member,
      String address,
      X509Certificate authority,
      ServingIdentity identity) {
    this(cluster, member, address, authority, identity, EtcdVersion.of(cluster.version()));
  }

  /** The same of another version. */
  public EtcdServer of(String other) {
    return new EtcdServer(cluster, member, address, authority, identity, other);
  }

  /** Ports of etcd's pods lead to those members that run. */
  public static void listenInPods(Cluster cluster) {
    cluster.listenInPods(
        (pod, port) ->
            port == CLIENT_PORT
                ? in(cluster, pod.at("/metadata/name").asText())
                : Optional.empty());
  }

  private static Optional<InetSocketAddress> in(Cluster cluster, String pod) {
    return cluster.etcd().members().stream()
        .filter(member -> pod.equals("etcd-" + member.name()))
        .filter(cluster.etcd()::isRunning)
        .map(member -> new InetSocketAddress(member.address(), CLIENT_PORT))
        .findFirst();
  }

  /** Blocks until its clients can reach it; throws {@link ApiListeners.AddressTaken}. */
  public Listener open(ApiListeners listeners) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(address)
            .setPort(CLIENT_PORT)
            .setSsl(true)
            .setUseAlpn(true)
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(STREAMS))
            .setReuseAddress(true)
            .setKeyCertOptions(
                KeyCertOptions.wrap(KeyManagers.of(identity.certificate(), identity.key())))
            .setClientAuth(ClientAuth.REQUIRED)
            .setTrustOptions(
                new PemTrustOptions().addCertValue(Buffer.buffer(Pem.text(authority))));
    MemberCalls calls = new MemberCalls(cluster, member, version);
    return listeners.listen(options, request -> handle(calls, request))::close;
  }

  private static void handle(MemberCalls calls, HttpServerRequest request) {
    if (!calls.runs()) {
      request.connection().close();
    } else if (request.version() != HttpVersion.HTTP_2
        || !request.getHeader("content-type").startsWith("application/grpc")) {
      request.response().setStatusCode(404).end("404 page not found\n");
    } else {
      request
          .body()
          .onSuccess(body -> respond(calls, request, body))
          .onFailure(gone -> request.connection().close());
    }
  }

  private static void respond(MemberCalls calls, HttpServerRequest request, Buffer body) {
    HttpServerResponse response =
        request.response().putHeader("content-type", "application/grpc").setChunked(true);
    MultiMap trailers = response.trailers();
    try {
      Buffer message = calls.answer(request.path(), message(body));
      trailers.set("grpc-status", "0").set("grpc-message", "");
      response.end(
          Buffer.buffer().appendByte((byte) 0).appendInt(message.length()).appendBuffer(message));
    } catch (GrpcRefusal refused) {
      trailers
          .set("grpc-status", String.valueOf(refused.code()))
          .set("grpc-message", refused.message());
      response.end();
    }
  }

  /** One message, uncompressed, is all that these calls have. */
  private static Buffer message(Buffer body) throws GrpcRefusal {
    if (body.length() < GRPC_PREFIX || body.getInt(1) != body.length() - GRPC_PREFIX) {
      throw GrpcRefusal.unreadable("unexpected EOF");
    }
    return body.slice(GRPC_PREFIX, body.length());
  }

  /** One that is open. */
  @FunctionalInterface
  public interface Listener {
    /** Cuts all connections. Does not wait. */
    void close();
  }

  /** Without any key. */
  @Override
  public String toString() {
    return "EtcdServer[%s at %s]".formatted(member, address);
  }
}
