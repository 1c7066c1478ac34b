package io.caisson.simulator.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.DataCentreLog;
import io.caisson.simulator.model.Server;
import io.caisson.simulator.model.Servers;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The administration of a simulated data centre, on 127.0.0.1 only:
 *
 * <ul>
 *   <li>{@code GET|POST|DELETE /_simulator/faults}, {@code DELETE /_simulator/faults/{id}}
 *   <li>{@code POST /_simulator/servers/{id}/hang}, {@code .../power-off}, {@code .../cut} off its
 *       network, {@code .../mend} that
 *   <li>{@code PUT /_simulator/quotas/{project}} with names and limits
 *   <li>{@code GET /_simulator/runs}: when each server was running
 *   <li>{@code GET /_simulator/requests}: how many there were, by service and method
 * </ul>
 */
public final class FaultServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String ROOT = "/_simulator";

  private final DataCentre dataCentre;
  private final FaultBook faults;
  private final HttpServer server;
  private final int port;

  private FaultServer(Vertx vertx, DataCentre dataCentre, FaultBook faults, int wantedPort) {
    this.dataCentre = dataCentre;
    this.faults = faults;
    this.server = vertx.createHttpServer().requestHandler(this::receive);
    this.port = Waiting.on(server.listen(wantedPort, HOST)).actualPort();
  }

  /**
   * @param port 0 means any free one
   */
  public static FaultServer start(Vertx vertx, DataCentre dataCentre, FaultBook faults, int port) {
    return new FaultServer(vertx, dataCentre, faults, port);
  }

  public String url() {
    return "http://" + HOST + ":" + port + ROOT;
  }

  @Override
  public void close() {
    Waiting.on(server.close());
  }

  private void receive(HttpServerRequest http) {
    http.bodyHandler(
        body -> {
          try {
            answer(http, FaultJson.parse(body.getBytes()));
          } catch (IllegalArgumentException wrong) {
            reply(http, 400, problem(String.valueOf(wrong.getMessage())));
          }
        });
  }

  private void answer(HttpServerRequest http, Optional<JsonNode> body) {
    String path = http.path().startsWith(ROOT) ? http.path().substring(ROOT.length()) : "";
    String[] parts = path.split("/");
    String what = parts.length > 1 ? parts[1] : "";
    String id = parts.length > 2 ? parts[2] : "";
    String action = parts.length > 3 ? parts[3] : "";
    switch (http.method().name() + " " + what) {
      case "GET faults" -> reply(http, 200, rules());
      case "POST faults" -> add(http, body);
      case "DELETE faults" -> delete(http, id);
      case "POST servers" -> act(http, id, action);
      case "PUT quotas" -> limit(http, id, body);
      case "GET runs" -> reply(http, 200, runs());
      case "GET requests" -> reply(http, 200, requests());
      default -> reply(http, 404, problem("there is no " + http.method() + " " + http.path()));
    }
  }

  private void add(HttpServerRequest http, Optional<JsonNode> body) {
    JsonNode wish = body.orElseThrow(() -> new IllegalArgumentException("the body is no JSON"));
    String id = faults.add(FaultJson.read(wish));
    reply(http, 201, JsonNodeFactory.instance.objectNode().put("id", id));
  }

  private void delete(HttpServerRequest http, String id) {
    if (id.isEmpty()) {
      faults.clear();
      http.response().setStatusCode(204).end();
    } else if (faults.remove(id)) {
      http.response().setStatusCode(204).end();
    } else {
      reply(http, 404, problem("there is no fault " + id));
    }
  }

  private void act(HttpServerRequest http, String id, String action) {
    BiConsumer<Servers, Server> how =
        switch (action) {
          case "hang" -> Servers::hang;
          case "power-off" -> Servers::powerOff;
          case "cut" -> Servers::cut;
          case "mend" -> Servers::mend;
          default -> throw new IllegalArgumentException("no such action: '" + action + "'");
        };
    boolean found =
        dataCentre.look(
            plant -> {
              Optional<Server> server = plant.servers().get(id);
              server.ifPresent(one -> how.accept(plant.servers(), one));
              return server.isPresent();
            });
    if (found) {
      http.response().setStatusCode(204).end();
    } else {
      reply(http, 404, problem("there is no server " + id));
    }
  }

  private void limit(HttpServerRequest http, String project, Optional<JsonNode> body) {
    JsonNode wish = body.orElseThrow(() -> new IllegalArgumentException("the body is no JSON"));
    dataCentre.furnish(
        plant ->
            wish.properties()
                .forEach(f -> plant.quotas().limit(project, f.getKey(), f.getValue().asLong())));
    http.response().setStatusCode(204).end();
  }

  private ArrayNode rules() {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    faults
        .rules()
        .forEach(
            (id, listed) ->
                all.addObject()
                    .put("id", id)
                    .put("fault", listed.rule().fault().toString())
                    .put("where", listed.rule().where().toString())
                    .put("times", listed.rule().times())
                    .put("probability", listed.rule().probability())
                    .put("hits", listed.hits()));
    return all;
  }

  private ArrayNode runs() {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (DataCentreLog.Run run : dataCentre.log().runs()) {
      ObjectNode view = all.addObject().put("server", run.server());
      run.facts().forEach(view::put);
      view.put("from", run.from().toString());
      run.to().ifPresent(to -> view.put("to", to.toString()));
    }
    return all;
  }

  private ObjectNode requests() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    faults.requests().forEach(all::put);
    return all;
  }

  private static ObjectNode problem(String text) {
    return JsonNodeFactory.instance.objectNode().put("problem", text);
  }

  private static void reply(HttpServerRequest http, int status, JsonNode body) {
    http.response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.toString());
  }
}
