package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.SecurityGroup;
import io.caisson.simulator.model.SecurityGroups;
import io.caisson.simulator.openstack.Attribute.Form;
import io.caisson.simulator.openstack.Attribute.Use;
import java.util.List;

/** {@code /v2.0/security-groups}. */
final class NeutronSecurityGroups implements NeutronResource {
  @Override
  public String path() {
    return "security-groups";
  }

  @Override
  public String plural() {
    return "security_groups";
  }

  @Override
  public String singular() {
    return "security_group";
  }

  @Override
  public List<Attribute> attributes() {
    return NeutronViews.common(
        new Attribute("name", Form.TEXT, Use.ALWAYS),
        new Attribute("stateful", Form.BOOLEAN, Use.ALWAYS),
        new Attribute("shared", Form.ANY, Use.READ_ONLY),
        new Attribute("security_group_rules", Form.ANY, Use.READ_ONLY));
  }

  @Override
  public List<ObjectNode> list(Call call) {
    SecurityGroups groups = call.plant().securityGroups();
    return groups.listed(call.caller()).stream().map(group -> view(groups, group)).toList();
  }

  @Override
  public ObjectNode show(Call call) {
    SecurityGroups groups = call.plant().securityGroups();
    return view(groups, groups.need(call.caller(), call.id()));
  }

  @Override
  public ObjectNode create(Call call, JsonNode wish) {
    SecurityGroups groups = call.plant().securityGroups();
    SecurityGroup group =
        groups.create(
            NeutronViews.project(call, wish),
            wish.path("name").asText(""),
            wish.path("description").asText(""));
    return view(groups, group);
  }

  @Override
  public ObjectNode update(Call call, JsonNode wish) {
    SecurityGroups groups = call.plant().securityGroups();
    SecurityGroup group = groups.need(call.caller(), call.id());
    groups.change(group, NeutronViews.text(wish, "name"), NeutronViews.text(wish, "description"));
    return view(groups, group);
  }

  @Override
  public void delete(Call call) {
    SecurityGroups groups = call.plant().securityGroups();
    groups.delete(call.caller(), groups.need(call.caller(), call.id()));
  }

  @Override
  public void tag(Call call, List<String> tags) {
    SecurityGroups groups = call.plant().securityGroups();
    groups.tag(groups.need(call.caller(), call.id()), tags);
  }

  @Override
  public NeutronFault unknown(String id) {
    return NeutronFault.notFound(
        "SecurityGroupNotFound", "Security group " + id + " does not exist");
  }

  private static ObjectNode view(SecurityGroups groups, SecurityGroup group) {
    ObjectNode view = NeutronViews.begin(group.card());
    view.put("stateful", true);
    view.put("description", group.card().description());
    view.put("shared", false);
    view.set(
        "security_group_rules",
        Json.array(groups.rulesOf(group.id()), NeutronSecurityGroupRules::inGroup));
    return NeutronViews.end(view, group.card());
  }
}
