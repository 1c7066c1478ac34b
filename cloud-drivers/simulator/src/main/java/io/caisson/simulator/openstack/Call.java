package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.caisson.simulator.model.Caller;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Token;
import java.util.List;

/**
 * A request whose sender is known, while the data centre belongs to it.
 *
 * @param arguments what stands in the path for each {@code {}} of its route
 */
record Call(Plant plant, Request request, Caller caller, Token token, List<String> arguments) {
  /** The first argument. */
  String id() {
    return arguments.getFirst();
  }

  Call with(List<String> found) {
    return new Call(plant, request, caller, token, found);
  }

  /** The body, or a missing node. */
  JsonNode body() {
    return request.json().orElse(MissingNode.getInstance());
  }
}
