package io.caisson.openstack.wire;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.net.PromptSockets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * The one HTTP client of a cloud, shared by all its credentials.
 *
 * <ol>
 *   <li>A request is on the wire at most once. OkHttp would repeat one on a broken connection, on a
 *       408, and on a 503 with {@code Retry-After: 0}; all three are off.
 *   <li>A changing request has a connection of its own. A kept one may be closed by the other side
 *       in the moment of sending, and then the request would be in doubt for nothing.
 *   <li>Redirects are not followed: a catalogue names where a service answers.
 *   <li>The time limit holds for the whole exchange, the last byte of the body included.
 *   <li>No complete answer is {@link CloudFault.Unreachable}, and says whether a changing request
 *       had begun to leave. A reading one is never in doubt.
 * </ol>
 */
public final class Wire implements AutoCloseable {
  /** Below the 5 s after which Apache closes an idle connection under a request. */
  private static final Duration IDLE = Duration.ofSeconds(4);

  private static final int CONNECTIONS = 256;
  private static final long BODY_LIMIT = 64L << 20;
  private static final MediaType JSON = MediaType.get("application/json");

  private final OkHttpClient reading;
  private final OkHttpClient changing;

  private Wire(OkHttpClient reading) {
    this.reading = reading;
    this.changing =
        reading.newBuilder().connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS)).build();
  }

  /**
   * @param connect limit for one connection, TLS included
   * @param ca certificates to trust instead of the Java platform's, in PEM
   * @throws IllegalArgumentException if the file holds no certificates
   */
  public static Wire open(Duration connect, Optional<Path> ca) {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(CONNECTIONS);
    dispatcher.setMaxRequestsPerHost(CONNECTIONS);
    OkHttpClient.Builder client =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .socketFactory(new PromptSockets())
            .connectionPool(new ConnectionPool(CONNECTIONS, IDLE.toMillis(), TimeUnit.MILLISECONDS))
            .connectTimeout(connect)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .addNetworkInterceptor(Wire::withoutInvitationToRepeat)
            .eventListener(new Departure());
    ca.map(PrivateCa::read)
        .ifPresent(trust -> client.sslSocketFactory(trust.sockets(), trust.trust()));
    return new Wire(client.build());
  }

  /** Sends once and reads the answer, whatever its status. */
  public Answer exchange(Sending sending, Deadline deadline) {
    AtomicBoolean departed = new AtomicBoolean();
    Duration left = deadline.left();
    if (left.isZero()) {
      throw new CloudException(new CloudFault.Unreachable(false, "no time left for " + sending));
    }
    Call call = (sending.changing() ? changing : reading).newCall(request(sending, departed));
    call.timeout().timeout(left.toNanos(), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      return answer(response);
    } catch (IOException e) {
      boolean sent = sending.changing() && departed.get();
      throw new CloudException(new CloudFault.Unreachable(sent, sending + ": " + e), e);
    }
  }

  private static Request request(Sending sending, AtomicBoolean departed) {
    Request.Builder request =
        new Request.Builder()
            .url(sending.url())
            .header("Accept", "application/json")
            .header("User-Agent", "caisson")
            .tag(AtomicBoolean.class, departed);
    sending.headers().forEach(request::header);
    return request.method(sending.method(), body(sending)).build();
  }

  private static @Nullable RequestBody body(Sending sending) {
    boolean bodyless = !sending.changing() || sending.method().equals("DELETE");
    if (sending.body().isEmpty() && bodyless) {
      return null;
    }
    return RequestBody.create(sending.body().orElse("").getBytes(StandardCharsets.UTF_8), JSON);
  }

  private static Answer answer(Response response) throws IOException {
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .forEach(h -> headers.put(h.getFirst().toLowerCase(Locale.ROOT), h.getSecond()));
    BufferedSource source = response.body().source();
    if (source.request(BODY_LIMIT + 1)) {
      throw new CloudException(
          new CloudFault.Broken(
              response.code(), "an answer of more than %d bytes".formatted(BODY_LIMIT)));
    }
    return new Answer(response.code(), headers, source.readUtf8());
  }

  /** Invariant 1: OkHttp repeats any request whose 503 says {@code Retry-After: 0}. */
  private static Response withoutInvitationToRepeat(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    return response.code() == 503
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }

  @Override
  public void close() {
    reading.dispatcher().executorService().shutdown();
    reading.connectionPool().evictAll();
  }

  /** Notes the moment from which the other side may have seen the request. */
  private static final class Departure extends EventListener {
    @Override
    public void requestHeadersStart(Call call) {
      AtomicBoolean departed = call.request().tag(AtomicBoolean.class);
      if (departed != null) {
        departed.set(true);
      }
    }
  }
}
