package io.caisson.service.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.ClusterName;
import io.caisson.domain.cluster.Problem;
import io.caisson.service.store.ClusterTemplate.Sharing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a request says a template is, in our own words for Magnum's attributes. */
final class TemplateRequest {
  /** The words that are texts, with the attributes under which templates are kept. */
  static final Map<String, String> ATTRIBUTES = new LinkedHashMap<>();

  /** The word for whether clusters get a floating address. */
  static final String FLOATING = "floating_address";

  static final String FLOATING_ATTRIBUTE = "floating_ip_enabled";

  static {
    ATTRIBUTES.put("image", "image_id");
    ATTRIBUTES.put("flavor", "flavor_id");
    ATTRIBUTES.put("control_plane_flavor", "master_flavor_id");
    ATTRIBUTES.put("network", "fixed_network");
    ATTRIBUTES.put("subnet", "fixed_subnet");
    ATTRIBUTES.put("external_network", "external_network_id");
    ATTRIBUTES.put("key_pair", "keypair_id");
  }

  private final Part part;

  private TemplateRequest(Part part) {
    this.part = part;
  }

  static TemplateRequest read(JsonNode body) {
    TemplateRequest request = new TemplateRequest(Part.of(body, Forms.TEMPLATE.names()));
    if (!request.part.has("image")) {
      request.part.problem("image", "is missing: name an image");
    }
    return request;
  }

  String name(String generated) {
    String name = part.text("name").orElse(generated);
    ClusterName.problem(name).ifPresent(wrong -> part.problem(wrong.path(), wrong.text()));
    return name;
  }

  Sharing sharing() {
    return new Sharing(part.flag("public").orElse(false), part.flag("hidden").orElse(false));
  }

  SortedMap<String, String> attributes() {
    TreeMap<String, String> all = new TreeMap<>();
    ATTRIBUTES.forEach(
        (word, attribute) -> part.text(word).ifPresent(value -> all.put(attribute, value)));
    part.flag(FLOATING).ifPresent(value -> all.put(FLOATING_ATTRIBUTE, value.toString()));
    return all;
  }

  SortedMap<String, String> labels() {
    return part.map("labels");
  }

  List<Problem> problems() {
    return part.problems();
  }

  /** The same problem where the request has it. */
  static Problem inOurWords(Problem problem) {
    return ATTRIBUTES.entrySet().stream()
        .filter(one -> one.getValue().equals(problem.path()))
        .findFirst()
        .map(one -> new Problem(one.getKey(), problem.text()))
        .orElse(problem);
  }
}
