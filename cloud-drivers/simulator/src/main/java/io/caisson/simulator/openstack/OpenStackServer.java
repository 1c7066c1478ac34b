package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.faults.Fault;
import io.caisson.simulator.faults.FaultBook;
import io.caisson.simulator.faults.Waiting;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Ids;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All services of the OpenStack face behind one address: {@code /identity}, {@code /compute},
 * {@code /network}, {@code /image}, {@code /volume} and {@code /load-balancer}, as a web server in
 * front of a real OpenStack has them.
 */
public final class OpenStackServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenStackServer.class);

  /** The limit of OpenStack's own middleware, in bytes. */
  private static final int BODY_LIMIT = 114_688;

  private final Vertx vertx;
  private final FaultBook faults;
  private final Ids ids;
  private final HttpServer server;
  private final Endpoints endpoints;
  private final Map<String, Service> services = new LinkedHashMap<>();

  private OpenStackServer(
      Vertx vertx, DataCentre dataCentre, Shown shown, InetSocketAddress address) {
    this.vertx = vertx;
    this.faults = shown.faults();
    this.ids = new Ids(shown.random());
    this.server = vertx.createHttpServer(new HttpServerOptions().setMaxHeaderSize(64 * 1024));
    server.requestHandler(this::receive);
    HttpServer listening = Waiting.on(server.listen(address.getPort(), address.getHostString()));
    this.endpoints =
        new Endpoints("http://" + address.getHostString() + ":" + listening.actualPort());
    services.put("identity", new Keystone(dataCentre, endpoints));
    services.put("compute", new Nova(dataCentre, endpoints, ids));
    services.put("network", new Neutron(dataCentre, endpoints));
    services.put("image", new Glance(dataCentre, endpoints));
    services.put("volume", new Cinder(dataCentre, endpoints));
    services.put("load-balancer", new Octavia(dataCentre, endpoints));
  }

  /**
   * Starts to listen.
   *
   * @param address port 0 means any free one
   */
  public static OpenStackServer start(
      Vertx vertx, DataCentre dataCentre, Shown shown, InetSocketAddress address) {
    return new OpenStackServer(vertx, dataCentre, shown, address);
  }

  /** What clients call {@code OS_AUTH_URL}. */
  public String authUrl() {
    return endpoints.identity();
  }

  @Override
  public void close() {
    Waiting.on(server.close());
  }

  private void receive(HttpServerRequest http) {
    Buffer body = Buffer.buffer();
    int[] size = {0};
    http.handler(
        chunk -> {
          size[0] += chunk.length();
          if (size[0] <= BODY_LIMIT) {
            body.appendBuffer(chunk);
          }
        });
    http.endHandler(
        _ -> {
          if (size[0] > BODY_LIMIT) {
            reply(http, Answer.html(413, "<html><h1>413 Request is too large.</h1></html>"));
          } else {
            meet(http, body.getBytes());
          }
        });
  }

  private void meet(HttpServerRequest http, byte[] body) {
    String[] parts = http.path().split("/", 3);
    String name = parts.length > 1 ? parts[1] : "";
    Service service = services.get(name);
    if (service == null) {
      reply(http, Answer.html(404, "<html><h1>Not Found</h1></html>"));
      return;
    }
    Request request = request(http, "/" + (parts.length > 2 ? parts[2] : ""), body);
    List<Fault.Transport> met = faults.meet(name, request.method(), request.path());
    long delay =
        met.stream()
            .mapToLong(fault -> fault instanceof Fault.Latency(Duration d) ? d.toMillis() : 0)
            .sum();
    Optional<Fault.Transport> hard =
        met.stream().filter(fault -> !(fault instanceof Fault.Latency)).findFirst();
    if (delay > 0) {
      vertx.setTimer(delay, _ -> serve(http, service, request, hard));
    } else {
      serve(http, service, request, hard);
    }
  }

  private void serve(
      HttpServerRequest http, Service service, Request request, Optional<Fault.Transport> hard) {
    if (hard.isEmpty()) {
      reply(http, safely(service, request));
      return;
    }
    switch (hard.get()) {
      case Fault.Latency _ -> reply(http, safely(service, request));
      case Fault.Status status -> reply(http, refusal(status));
      case Fault.Html html ->
          reply(http, Answer.html(html.code(), "<html><h1>" + html.code() + "</h1></html>"));
      case Fault.CutBefore _ -> http.connection().close();
      case Fault.LostReply _ -> {
        safely(service, request);
        http.connection().close();
      }
    }
  }

  /** This is the edge: what breaks behind it is a 500, as a real service would answer. */
  private static Answer safely(Service service, Request request) {
    try {
      return service.answer(request);
    } catch (RuntimeException broken) {
      LOG.error("cannot answer {}", request, broken);
      ObjectNode fault =
          Json.object()
              .put("code", 500)
              .put(
                  "message",
                  "The server has either erred or is incapable of performing the"
                      + " requested operation.");
      return Answer.json(500, Json.wrap("computeFault", fault));
    }
  }

  private static Answer refusal(Fault.Status status) {
    ObjectNode error = Json.object();
    error.put("code", status.code());
    error.put("title", status.code() == 429 ? "Too Many Requests" : "Service Unavailable");
    error.put("message", "The simulated data centre was told to answer so.");
    Answer answer = Answer.json(status.code(), Json.wrap("error", error));
    return status
        .retryAfter()
        .map(after -> answer.with("Retry-After", Long.toString(after.toSeconds())))
        .orElse(answer);
  }

  private void reply(HttpServerRequest http, Answer answer) {
    http.response().setStatusCode(answer.status());
    http.response().putHeader("X-Openstack-Request-Id", "req-" + ids.uuid());
    answer.headers().forEach(http.response()::putHeader);
    if (answer.status() != 204) {
      http.response().putHeader("Content-Length", Integer.toString(answer.body().length));
    }
    if (http.method().name().equals("HEAD")) {
      http.response().end();
    } else {
      http.response().end(Buffer.buffer(answer.body()));
    }
  }

  private static Request request(HttpServerRequest http, String path, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    http.headers()
        .forEach(
            (name, value) ->
                headers.merge(
                    name.toLowerCase(Locale.ROOT), value, (first, next) -> first + ", " + next));
    String query = http.query() == null ? "" : http.query();
    String decoded = Urls.decode(path.replace("+", "%2B"));
    return new Request(http.method().name(), decoded, query, Urls.query(query), headers, body);
  }

  /**
   * What the face shows besides the data centre.
   *
   * @param random where request ids and passwords of servers come from; used by one thread
   */
  public record Shown(FaultBook faults, RandomGenerator random) {}
}
