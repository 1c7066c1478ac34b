package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.ClusterName;
import io.caisson.service.api.http.Fields;
import io.caisson.service.store.ClusterTemplate;
import io.caisson.service.store.ClusterTemplate.Sharing;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a request says a template is.
 *
 * @param attributes the values that were given
 */
record TemplateForm(
    String name,
    Sharing sharing,
    SortedMap<String, String> attributes,
    SortedMap<String, String> labels) {
  private static final int TEXT_LIMIT = 255;

  /**
   * @param generatedName for a template that is given none
   * @throws io.caisson.service.tenancy.Refused with all problems
   */
  static TemplateForm read(JsonNode body, String generatedName) {
    Fields fields = Fields.of(body, TemplateAttributes.settable(), TemplateAttributes.READ_ONLY);
    TreeMap<String, String> attributes = new TreeMap<>();
    for (TemplateAttributes.Attribute attribute : TemplateAttributes.ALL) {
      value(fields, attribute).ifPresent(value -> attributes.put(attribute.name(), value));
    }
    if (!attributes.containsKey("image_id")) {
      fields.problem("image_id", "is missing: name an image");
    }
    String name = fields.text("name").orElse(generatedName);
    ClusterName.problem(name).ifPresent(wrong -> fields.problem(wrong.path(), wrong.text()));
    boolean everybody =
        fields.flag("public").or(() -> fields.flag("public_template")).orElse(false);
    Sharing sharing = new Sharing(everybody, fields.flag("hidden").orElse(false));
    SortedMap<String, String> labels = fields.labels("labels").orElseGet(TreeMap::new);
    fields.check();
    return new TemplateForm(name, sharing, attributes, labels);
  }

  private static Optional<String> value(Fields fields, TemplateAttributes.Attribute attribute) {
    String name = attribute.name();
    Optional<String> value =
        switch (attribute.type()) {
          case TEXT -> fields.text(name);
          case NUMBER -> fields.integer(name).map(String::valueOf);
          case FLAG -> fields.flag(name).map(String::valueOf);
        };
    if (value.filter(text -> text.length() > TEXT_LIMIT || hasControls(text)).isPresent()) {
      fields.problem(
          name,
          "has at most %d characters, none of them a control character".formatted(TEXT_LIMIT));
      return Optional.empty();
    }
    if (value.filter(text -> !attribute.allows(text)).isPresent()) {
      fields.problem(name, attribute.otherwise());
      return Optional.empty();
    }
    return value;
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  ClusterTemplate template(String id, ClusterTemplate.Owner owner, ClusterTemplate.Times times) {
    return new ClusterTemplate(id, name, owner, sharing, times, attributes, labels);
  }
}
