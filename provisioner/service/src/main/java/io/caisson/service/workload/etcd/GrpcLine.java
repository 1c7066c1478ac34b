package io.caisson.service.workload.etcd;

import io.caisson.service.workload.TlsPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;

/**
 * A gRPC server, for calls with one message each way.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP2</a>
 */
final class GrpcLine implements AutoCloseable {
  private static final MediaType GRPC = MediaType.get("application/grpc");
  private static final int LARGEST_ANSWER = 1 << 20;
  private static final int NO_STATUS = 2;

  private final OkHttpClient client;
  private final HttpUrl server;
  private final Duration limit;

  /**
   * @param host the name that the server's certificate must have
   * @param connections that lead to it
   * @param limit of each call
   */
  GrpcLine(
      OkHttpClient shared, TlsPeer peer, String host, SocketFactory connections, Duration limit) {
    this.limit = limit;
    this.server = new HttpUrl.Builder().scheme("https").host(host).build();
    this.client =
        shared
            .newBuilder()
            .connectionPool(new ConnectionPool(1, 1, TimeUnit.SECONDS))
            .proxy(Proxy.NO_PROXY)
            .dns(_ -> List.of(InetAddress.getLoopbackAddress()))
            .socketFactory(connections)
            .sslSocketFactory(peer.context().getSocketFactory(), peer.trust())
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .callTimeout(limit)
            .readTimeout(limit)
            .build();
  }

  /**
   * @param method such as {@code etcdserverpb.Cluster/MemberList}
   * @throws IOException without a complete answer
   * @throws EtcdRefusal for any other status than OK
   */
  ProtoFields call(String method, ByteString message) throws IOException, EtcdRefusal {
    Request request =
        new Request.Builder()
            .url(server.newBuilder().addPathSegments(method).build())
            .header("te", "trailers")
            .header("grpc-timeout", limit.toMillis() + "m")
            .post(RequestBody.create(framed(message), GRPC))
            .build();
    try (Response response = client.newCall(request).execute()) {
      return answer(response);
    }
  }

  private static ByteString framed(ByteString message) {
    return new Buffer().writeByte(0).writeInt(message.size()).write(message).readByteString();
  }

  private static ProtoFields answer(Response response) throws IOException, EtcdRefusal {
    if (response.code() != 200) {
      throw new IOException("no gRPC server answers there, but HTTP " + response.code());
    }
    BufferedSource body = response.body().source();
    Optional<ByteString> message = body.exhausted() ? Optional.empty() : Optional.of(message(body));
    if (!body.exhausted()) {
      throw new IOException("an answer of more than one message");
    }
    refuse(response);
    return ProtoFields.of(
        message.orElseThrow(() -> new IOException("an answer without a message")));
  }

  private static ByteString message(BufferedSource body) throws IOException {
    boolean compressed = body.readByte() != 0;
    int length = body.readInt();
    if (compressed || length < 0 || length > LARGEST_ANSWER) {
      throw new IOException("an answer that is compressed or too long: %d bytes".formatted(length));
    }
    return body.readByteString(length);
  }

  /** The status stands after the body, or in the head of an answer without one. */
  private static void refuse(Response response) throws IOException, EtcdRefusal {
    String status = after(response, "grpc-status");
    if (!status.equals("0")) {
      throw new EtcdRefusal(
          status.matches("\\d{1,9}") ? Integer.parseInt(status) : NO_STATUS,
          after(response, "grpc-message"));
    }
  }

  private static String after(Response response, String name) throws IOException {
    return Optional.ofNullable(response.trailers().get(name))
        .or(() -> Optional.ofNullable(response.header(name)))
        .orElse("");
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
  }
}
