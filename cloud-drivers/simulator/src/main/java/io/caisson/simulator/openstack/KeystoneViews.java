package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.ApplicationCredential;
import io.caisson.simulator.model.Identity;
import io.caisson.simulator.model.Project;
import io.caisson.simulator.model.Role;
import io.caisson.simulator.model.Token;
import io.caisson.simulator.model.User;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Keystone's things as JSON. */
final class KeystoneViews {
  private final Endpoints endpoints;

  KeystoneViews(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  ObjectNode token(Identity identity, Token token, boolean withCatalogue) {
    ObjectNode view = Json.object();
    String method = token.application().isPresent() ? "application_credential" : "password";
    view.set("methods", Json.texts(List.of(method)));
    view.set("user", tokenUser(identity.user(token.user()).orElseThrow()));
    view.set("audit_ids", Json.texts(List.of(token.audit())));
    view.put("expires_at", Json.micros(token.expires()));
    view.put("issued_at", Json.micros(token.issued()));
    token
        .project()
        .flatMap(identity::project)
        .ifPresent(project -> scope(view, identity, token, project, withCatalogue));
    token.application().ifPresent(a -> view.set("application_credential", origin(a)));
    return Json.wrap("token", view);
  }

  private void scope(
      ObjectNode view, Identity identity, Token token, Project project, boolean withCatalogue) {
    ObjectNode scope = Json.object();
    scope.set("domain", domain());
    scope.put("id", project.id());
    scope.put("name", project.name());
    view.set("project", scope);
    view.put("is_domain", false);
    view.set("roles", Json.array(identity.rolesOf(token), name -> brief(identity.role(name))));
    if (withCatalogue) {
      view.set("catalog", catalogue(project.id()));
    }
  }

  ArrayNode catalogue(String project) {
    ArrayNode catalogue = Json.array();
    catalogue.add(service("identity", "keystone", endpoints.identity()));
    catalogue.add(service("compute", "nova", endpoints.compute()));
    catalogue.add(service("network", "neutron", endpoints.network()));
    catalogue.add(service("image", "glance", endpoints.image()));
    catalogue.add(service("load-balancer", "octavia", endpoints.loadBalancer()));
    catalogue.add(service("volumev3", "cinderv3", endpoints.volume() + "/" + project));
    return catalogue;
  }

  /** Where the newest version is. */
  String home() {
    return endpoints.identity() + "/";
  }

  ObjectNode version() {
    ObjectNode version = Json.object();
    version.put("id", "v3.14");
    version.put("status", "stable");
    version.put("updated", "2020-04-07T00:00:00Z");
    ObjectNode link = Json.object().put("rel", "self").put("href", endpoints.identity() + "/");
    version.set("links", Json.array().add(link));
    ObjectNode media = Json.object();
    media.put("base", "application/json");
    media.put("type", "application/vnd.openstack.identity-v3+json");
    version.set("media-types", Json.array().add(media));
    return version;
  }

  ObjectNode project(Project project) {
    ObjectNode view = Json.object();
    view.put("id", project.id());
    view.put("name", project.name());
    view.put("domain_id", "default");
    view.put("description", project.description());
    view.put("enabled", true);
    view.put("parent_id", "default");
    view.put("is_domain", false);
    view.set("tags", Json.array());
    view.set("options", Json.object());
    view.set("links", self("projects/" + project.id()));
    return view;
  }

  ObjectNode user(User user) {
    ObjectNode view = Json.object();
    view.put("id", user.id());
    view.put("name", user.name());
    view.put("domain_id", "default");
    view.put("enabled", true);
    view.putNull("password_expires_at");
    view.set("options", Json.object());
    view.set("links", self("users/" + user.id()));
    return view;
  }

  ObjectNode role(Role role) {
    ObjectNode view = Json.object();
    view.put("id", role.id());
    view.put("name", role.name());
    view.putNull("domain_id");
    view.putNull("description");
    view.set("options", Json.object().put("immutable", true));
    view.set("links", self("roles/" + role.id()));
    return view;
  }

  ObjectNode domainThing() {
    ObjectNode view = Json.object();
    view.put("id", "default");
    view.put("name", "Default");
    view.put("description", "The default domain");
    view.put("enabled", true);
    view.set("tags", Json.array());
    view.set("options", Json.object());
    view.set("links", self("domains/default"));
    return view;
  }

  ObjectNode applicationCredential(Identity identity, ApplicationCredential credential) {
    ObjectNode view = Json.object();
    view.put("id", credential.id());
    view.put("name", credential.label().name());
    view.set("description", Json.orNull(credential.label().description()));
    view.put("user_id", credential.owner().user());
    view.put("project_id", credential.owner().project());
    view.putNull("system");
    view.set("expires_at", Json.orNull(credential.expires().map(t -> Json.bareMicros(t))));
    view.put("unrestricted", credential.unrestricted());
    view.set("roles", Json.array(credential.roles(), name -> heldRole(identity.role(name))));
    view.set("links", self("application_credentials/" + credential.id()));
    return view;
  }

  /** A list as Keystone gives it: whole, with links that lead nowhere. */
  ObjectNode list(String name, ArrayNode all, String path) {
    ObjectNode links = Json.object();
    links.putNull("next");
    links.put("self", endpoints.identity() + path.substring("/v3".length()));
    links.putNull("previous");
    ObjectNode list = Json.object();
    list.set(name, all);
    list.set("links", links);
    return list;
  }

  private JsonNode heldRole(Role role) {
    ObjectNode view = role(role);
    view.remove("links");
    return view;
  }

  private static ObjectNode tokenUser(User user) {
    ObjectNode view = Json.object();
    view.set("domain", domain());
    view.put("id", user.id());
    view.put("name", user.name());
    view.putNull("password_expires_at");
    return view;
  }

  private static ObjectNode origin(ApplicationCredential credential) {
    ObjectNode view = Json.object();
    view.put("id", credential.id());
    view.put("name", credential.label().name());
    view.put("restricted", !credential.unrestricted());
    return view;
  }

  private static ObjectNode brief(Role role) {
    return Json.object().put("id", role.id()).put("name", role.name());
  }

  private static ObjectNode domain() {
    return Json.object().put("id", "default").put("name", "Default");
  }

  private static ObjectNode service(String type, String name, String url) {
    ArrayNode all = Json.array();
    for (String side : List.of("public", "internal", "admin")) {
      ObjectNode endpoint = Json.object();
      endpoint.put("id", stableId(type + side));
      endpoint.put("interface", side);
      endpoint.put("region_id", "RegionOne");
      endpoint.put("url", url);
      endpoint.put("region", "RegionOne");
      all.add(endpoint);
    }
    ObjectNode service = Json.object();
    service.set("endpoints", all);
    service.put("id", stableId(type));
    service.put("type", type);
    service.put("name", name);
    return service;
  }

  private static String stableId(String of) {
    byte[] name = of.getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString().replace("-", "");
  }

  private ObjectNode self(String path) {
    return Json.object().put("self", endpoints.identity() + "/" + path);
  }
}
