package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.service.api.http.Json;
import io.caisson.service.store.ClusterTemplate;
import io.caisson.service.tenancy.TemplateFacts;
import org.jspecify.annotations.Nullable;

/** A template as Magnum shows it; lists and details are alike. */
final class TemplateView {
  private TemplateView() {}

  static ObjectNode of(ClusterTemplate template, Links links) {
    ObjectNode body = Json.object();
    body.put("uuid", template.id());
    body.put("name", template.name());
    for (TemplateAttributes.Attribute attribute : TemplateAttributes.ALL) {
      put(body, attribute, template.attributes().get(attribute.name()));
    }
    body.put("cluster_distro", template.attributes().get(TemplateFacts.DISTRO));
    body.set("labels", Json.tree(template.labels()));
    body.put("public", template.sharing().everybody());
    body.put("hidden", template.sharing().hidden());
    body.put("project_id", template.owner().project());
    body.put("user_id", template.owner().user());
    body.set("created_at", Json.tree(template.times().created()));
    body.set("updated_at", Json.tree(template.times().updated()));
    links.add(body, "clustertemplates/" + template.id());
    return body;
  }

  private static void put(
      ObjectNode body, TemplateAttributes.Attribute attribute, @Nullable String given) {
    String value = given == null ? attribute.initial().orElse(null) : given;
    if (value == null) {
      body.putNull(attribute.name());
      return;
    }
    switch (attribute.type()) {
      case TEXT -> body.put(attribute.name(), value);
      case NUMBER -> body.put(attribute.name(), Integer.parseInt(value));
      case FLAG -> body.put(attribute.name(), Boolean.parseBoolean(value));
    }
  }
}
