package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Identity;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Refusal;
import io.caisson.simulator.model.Token;
import java.util.List;
import java.util.Optional;

/** Keystone v3.14. */
final class Keystone implements Service {
  private static final String NOT_FOUND =
      "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n"
          + "<p>The requested URL was not found on the server. If you entered the URL manually"
          + " please check your spelling and try again.</p>\n";
  private static final String MALFORMED =
      "Expecting to find valid JSON in request body. The server could not comply with the request"
          + " since it is either malformed or otherwise incorrect. The client is assumed to be in"
          + " error.";

  private final DataCentre dataCentre;
  private final KeystoneViews views;
  private final Gate gate;
  private final Routes routes;

  Keystone(DataCentre dataCentre, Endpoints endpoints) {
    this.dataCentre = dataCentre;
    this.views = new KeystoneViews(endpoints);
    this.gate = new Gate(dataCentre, endpoints);
    this.routes =
        new Routes()
            .on("GET", "/v3/auth/tokens", this::validate)
            .on("DELETE", "/v3/auth/tokens", this::revoke)
            .on("GET", "/v3/auth/catalog", this::catalogue)
            .on("GET", "/v3/auth/projects", c -> projects(c, c.token().user()));
    new KeystonePeople(views).addTo(routes);
    new KeystoneApplicationCredentials(views).addTo(routes);
  }

  @Override
  public Answer answer(Request request) {
    Answer answer = answerPlainly(request).with("Vary", "X-Auth-Token");
    return answer.status() == 401 ? answer.with("WWW-Authenticate", gate.challenge()) : answer;
  }

  private Answer answerPlainly(Request request) {
    return switch (request.method() + " " + request.path().replaceAll("/+$", "")) {
      case "GET " -> versions();
      case "GET /v3" -> Answer.json(200, Json.wrap("version", views.version()));
      case "POST /v3/auth/tokens" -> logIn(request);
      default -> authenticated(request);
    };
  }

  private Answer versions() {
    ObjectNode values = Json.wrap("values", Json.array().add(views.version()));
    return Answer.json(300, Json.wrap("versions", values)).with("Location", views.home());
  }

  private Answer logIn(Request request) {
    Optional<JsonNode> body = request.json();
    if (body.isEmpty()) {
      return KeystoneFault.of(400, "Bad Request", MALFORMED);
    }
    JsonNode auth = body.get().path("auth");
    Optional<String> problem = KeystoneTokens.problem(auth);
    if (problem.isPresent()) {
      return KeystoneFault.of(400, "Bad Request", problem.get());
    }
    boolean withCatalogue = !request.query().containsKey("nocatalog");
    try {
      return dataCentre.look(plant -> issue(plant.identity(), auth, withCatalogue));
    } catch (Refusal refused) {
      return KeystoneFault.of(refused);
    }
  }

  private Answer issue(Identity identity, JsonNode auth, boolean withCatalogue) {
    Token token = new KeystoneTokens(identity).logIn(auth);
    return Answer.json(201, views.token(identity, token, withCatalogue))
        .with("X-Subject-Token", token.id());
  }

  private Answer authenticated(Request request) {
    try {
      return request.reads()
          ? dataCentre.look(plant -> route(plant, request))
          : dataCentre.change("openstack", request.toString(), plant -> route(plant, request));
    } catch (Refusal refused) {
      return KeystoneFault.of(refused);
    }
  }

  private Answer route(Plant plant, Request request) {
    Optional<Token> token = request.header("X-Auth-Token").flatMap(plant.identity()::token);
    if (token.isEmpty()) {
      return gate.unauthorized();
    }
    Call call = new Call(plant, request, Gate.caller(plant, token.get()), token.get(), List.of());
    return routes.answer(call).orElseGet(() -> Answer.html(404, NOT_FOUND));
  }

  /** Everybody may validate a token that he has (Keystone's policy has it so for one's own). */
  private Answer validate(Call call) {
    Identity identity = call.plant().identity();
    Optional<Token> subject = subject(call);
    if (subject.isEmpty()) {
      return KeystoneFault.of(404, "Not Found", "Could not recognize Fernet token");
    }
    if (!mayJudge(call, subject.get())) {
      return KeystoneFault.forbidden("identity:validate_token");
    }
    boolean withCatalogue = !call.request().query().containsKey("nocatalog");
    return Answer.json(200, views.token(identity, subject.get(), withCatalogue))
        .with("X-Subject-Token", subject.get().id());
  }

  private Answer revoke(Call call) {
    Optional<Token> subject = subject(call);
    if (subject.isEmpty()) {
      return KeystoneFault.of(404, "Not Found", "Could not recognize Fernet token");
    }
    if (!mayJudge(call, subject.get())) {
      return KeystoneFault.forbidden("identity:revoke_token");
    }
    call.plant().identity().revoke(subject.get());
    return Answer.empty(204);
  }

  private static boolean mayJudge(Call call, Token subject) {
    return call.caller().admin()
        || call.caller().roles().contains("service")
        || subject.user().equals(call.token().user());
  }

  private static Optional<Token> subject(Call call) {
    return call.request().header("X-Subject-Token").flatMap(call.plant().identity()::token);
  }

  private Answer catalogue(Call call) {
    ArrayNode catalogue = call.token().project().map(views::catalogue).orElseGet(Json::array);
    return Answer.json(200, views.list("catalog", catalogue, call.request().path()));
  }

  private Answer projects(Call call, String user) {
    ArrayNode all = Json.array(call.plant().identity().projectsOf(user), views::project);
    return Answer.json(200, views.list("projects", all, call.request().path()));
  }
}
