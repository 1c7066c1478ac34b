package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Caller;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Token;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lets in who has a valid token for a project, as Keystone's middleware does for all services. */
final class Gate {
  private final DataCentre dataCentre;
  private final Endpoints endpoints;

  Gate(DataCentre dataCentre, Endpoints endpoints) {
    this.dataCentre = dataCentre;
    this.endpoints = endpoints;
  }

  /** Handles the request with the data centre in hand, or refuses it with 401. */
  Answer pass(Request request, Function<Call, Answer> handler) {
    Function<Plant, Answer> work =
        plant -> call(plant, request).map(handler).orElseGet(this::unauthorized);
    if (request.reads()) {
      return dataCentre.look(work);
    }
    return dataCentre.change("openstack", request.toString(), work);
  }

  Answer unauthorized() {
    ObjectNode error = Json.object();
    error.put("code", 401);
    error.put("title", "Unauthorized");
    error.put("message", "The request you have made requires authentication.");
    return Answer.json(401, Json.wrap("error", error)).with("WWW-Authenticate", challenge());
  }

  String challenge() {
    String identity = endpoints.identity();
    return "Keystone uri=\"" + identity.substring(0, identity.length() - "/v3".length()) + "\"";
  }

  private static Optional<Call> call(Plant plant, Request request) {
    return request
        .header("X-Auth-Token")
        .flatMap(plant.identity()::token)
        .filter(token -> token.project().isPresent())
        .map(token -> new Call(plant, request, caller(plant, token), token, List.of()));
  }

  static Caller caller(Plant plant, Token token) {
    return new Caller(token.user(), token.project().orElse(""), plant.identity().rolesOf(token));
  }
}
