package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Card;
import io.caisson.simulator.openstack.Attribute.Form;
import io.caisson.simulator.openstack.Attribute.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Neutron's resources have in common. */
final class NeutronViews {
  private NeutronViews() {}

  /** Begins a view. */
  static ObjectNode begin(Card card) {
    ObjectNode view = Json.object();
    view.put("id", card.id());
    view.put("name", card.name());
    view.put("tenant_id", card.project());
    return view;
  }

  /** Ends a view with what all resources end with. */
  static ObjectNode end(ObjectNode view, Card card) {
    view.set("tags", Json.texts(card.tags()));
    view.put("created_at", Json.seconds(card.created()));
    view.put("updated_at", Json.seconds(card.updated()));
    view.put("revision_number", card.revision());
    view.put("project_id", card.project());
    return view;
  }

  /** The attributes that every resource has. */
  static List<Attribute> common(Attribute... own) {
    List<Attribute> all = new ArrayList<>();
    all.add(new Attribute("id", Form.ANY, Use.READ_ONLY));
    all.add(new Attribute("tenant_id", Form.TEXT, Use.CREATE));
    all.add(new Attribute("project_id", Form.TEXT, Use.CREATE));
    all.add(new Attribute("description", Form.TEXT, Use.ALWAYS));
    for (String name : List.of("tags", "created_at", "updated_at", "revision_number", "status")) {
      all.add(new Attribute(name, Form.ANY, Use.READ_ONLY));
    }
    all.addAll(List.of(own));
    return all;
  }

  /** For whom the thing is made: an administrator can make it for somebody else. */
  static String project(Call call, JsonNode wish) {
    String wanted = wish.path("project_id").asText(wish.path("tenant_id").asText(""));
    if (wanted.isEmpty() || wanted.equals(call.caller().project())) {
      return call.caller().project();
    }
    if (!call.caller().admin()) {
      throw NeutronFault.invalid(
          "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request"
              + " requires admin privileges");
    }
    return wanted;
  }

  static Optional<String> text(JsonNode wish, String name) {
    return wish.path(name).isTextual() ? Optional.of(wish.path(name).asText()) : Optional.empty();
  }

  static Optional<Boolean> bool(JsonNode wish, String name) {
    return wish.has(name) ? Optional.of(wish.path(name).asBoolean()) : Optional.empty();
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  static ArrayNode none() {
    return Json.array();
  }
}
