package io.caisson.contract.proxy;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/**
 * Stands in front of a cloud. Each service of the catalogue gets its own local port; the catalogue
 * in Keystone's token answers, and the service's own links in its answers, lead there, so that a
 * client that starts at {@link #authUrl} speaks to the cloud through this proxy only. It speaks
 * plain HTTP to the client and whatever the cloud speaks to the cloud.
 *
 * <p>Invariants: a request is forwarded at most once; what is forwarded is not changed but for
 * headers of the connection; each exchange is recorded, without secrets, before the client has the
 * end of its answer.
 */
public final class FaultProxy implements AutoCloseable {
  private static final String SIGN_IN = "identity";
  private final Services services;
  private final Upstream upstream;
  private final URI authUrl;
  private final Rules rules = new Rules();
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final Set<String> expired = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param cloud where the cloud's Keystone listens, such as {@code https://cloud.example:5000/v3}
   * @param trust what the cloud's certificates are checked against; empty means the JDK's own
   */
  public FaultProxy(URI cloud, Optional<SSLContext> trust) {
    upstream = new Upstream(trust);
    services = new Services(this::serve);
    authUrl = services.door(SIGN_IN, cloud);
  }

  /** What the client is to take for the cloud's Keystone. */
  public URI authUrl() {
    return authUrl;
  }

  /** Spoils the next request that matches. */
  public void once(Predicate<Request> match, Fault fault) {
    rules.add(match, 1, fault);
  }

  /** Spoils every request that matches. */
  public void always(Predicate<Request> match, Fault fault) {
    rules.add(match, Integer.MAX_VALUE, fault);
  }

  /** Ends all spoiling that was ordered by a rule. */
  public void heal() {
    rules.clear();
  }

  /** Answers 401 from now on to every token that has been used so far. */
  public void expireTokens() {
    expired.addAll(tokens);
  }

  /** Refuses connections to all services that are known now, and ends those that are open. */
  public void refuseConnections() {
    services.close();
  }

  /** Takes connections again, at the same ports. */
  public void acceptConnections() {
    services.open();
  }

  /** All exchanges since the start or the last {@link #forget}. */
  public List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  public void forget() {
    exchanges.clear();
  }

  /** Requests that wanted to change something, answered or not. */
  public List<Exchange> changes() {
    return exchanges.stream().filter(Exchange::changes).toList();
  }

  /** Requests for a token. */
  public List<Exchange> signIns() {
    return exchanges.stream().filter(Exchange::signsIn).toList();
  }

  @Override
  public void close() {
    closed.countDown();
    services.close();
    upstream.close();
  }

  private boolean serve(Door door, Request request, Wire wire) throws IOException {
    request.header("x-auth-token").ifPresent(tokens::add);
    Optional<Fault> fault =
        request.header("x-auth-token").filter(expired::contains).isPresent()
            ? Optional.of(Answers.unauthorized())
            : rules.take(request);
    if (fault.isEmpty()) {
      return answer(request, wire, forward(door, request), true, fault);
    }
    return switch (fault.get()) {
      case Fault.Answer(Reply reply, boolean done) -> {
        if (done) {
          forward(door, request);
        }
        yield answer(request, wire, reply, done, fault);
      }
      case Fault.SlowFirstByte(var delay) -> {
        Reply late = forward(door, request);
        record(request, Optional.of(late), true, fault);
        pause(delay.toMillis());
        wire.write(late);
        yield true;
      }
      case Fault.SlowBody(var duration) -> {
        Reply reply = forward(door, request);
        record(request, Optional.of(reply), true, fault);
        yield drip(wire, reply, duration.toMillis());
      }
      case Fault.CutBefore() -> {
        record(request, Optional.empty(), false, fault);
        yield false;
      }
      case Fault.CutAfter() -> {
        forward(door, request);
        record(request, Optional.empty(), true, fault);
        yield false;
      }
      case Fault.CutInBody() -> {
        Reply reply = forward(door, request);
        record(request, Optional.of(reply), true, fault);
        wire.head(reply);
        wire.part(reply.body(), 0, reply.body().length / 2);
        yield false;
      }
      case Fault.HalfBody() ->
          answer(request, wire, edited(forward(door, request), FaultProxy::half), true, fault);
    };
  }

  private Reply forward(Door door, Request request) throws IOException {
    try {
      Reply reply = upstream.send(door.upstream(), request);
      return reply.isJson() ? edited(reply, body -> services.led(door, request, body)) : reply;
    } catch (IOException cloudAway) {
      record(request, Optional.empty(), true, Optional.empty());
      throw cloudAway;
    }
  }

  private boolean answer(
      Request request, Wire wire, Reply reply, boolean done, Optional<Fault> fault)
      throws IOException {
    record(request, Optional.of(reply), done, fault);
    wire.write(reply);
    return !request.header("connection").orElse("").equalsIgnoreCase("close");
  }

  private void record(Request request, Optional<Reply> reply, boolean done, Optional<Fault> fault) {
    exchanges.add(Exchange.of(request, reply, done, fault));
  }

  private boolean drip(Wire wire, Reply reply, long millis) throws IOException {
    byte[] body = reply.body();
    wire.head(reply);
    int drops = (int) Math.max(1, Math.min(body.length, millis / 100));
    for (int drop = 0; drop < drops; drop++) {
      pause(millis / drops);
      wire.part(body, body.length * drop / drops, body.length * (drop + 1) / drops);
    }
    return true;
  }

  /** Waits for this time, or until the proxy is closed. */
  private void pause(long millis) throws IOException {
    try {
      if (closed.await(millis, TimeUnit.MILLISECONDS)) {
        throw new IOException("the proxy is closed");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static Reply edited(Reply reply, UnaryOperator<byte[]> edit) {
    return reply.withBody(edit.apply(reply.body()));
  }

  private static byte[] half(byte[] body) {
    return Arrays.copyOf(body, body.length / 2);
  }
}
