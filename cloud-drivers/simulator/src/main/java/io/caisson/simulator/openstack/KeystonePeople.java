package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Identity;
import io.caisson.simulator.model.Project;
import io.caisson.simulator.model.Role;
import io.caisson.simulator.model.User;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Users, projects, roles and the one domain, as far as clients ask for them. */
final class KeystonePeople {
  private final KeystoneViews views;

  KeystonePeople(KeystoneViews views) {
    this.views = views;
  }

  void addTo(Routes routes) {
    routes
        .on("GET", "/v3/users", c -> all(c, "users", "identity:list_users", this::users))
        .on("POST", "/v3/users", this::createUser)
        .on("GET", "/v3/users/{}", this::user)
        .on("DELETE", "/v3/users/{}", this::deleteUser)
        .on("GET", "/v3/users/{}/projects", this::projectsOfUser)
        .on(
            "GET",
            "/v3/projects",
            c -> all(c, "projects", "identity:list_projects", this::projects))
        .on("POST", "/v3/projects", this::createProject)
        .on("GET", "/v3/projects/{}", this::project)
        .on("DELETE", "/v3/projects/{}", this::deleteProject)
        .on("GET", "/v3/roles", c -> all(c, "roles", "identity:list_roles", this::roles))
        .on("GET", "/v3/roles/{}", this::role)
        .on("PUT", "/v3/projects/{}/users/{}/roles/{}", this::grant)
        .on("DELETE", "/v3/projects/{}/users/{}/roles/{}", this::ungrant)
        .on("GET", "/v3/domains", c -> all(c, "domains", "identity:list_domains", this::domains))
        .on("GET", "/v3/domains/{}", this::domain);
  }

  private Answer all(Call call, String name, String action, Function<Call, ArrayNode> list) {
    return call.caller().admin()
        ? Answer.json(200, views.list(name, list.apply(call), call.request().path()))
        : KeystoneFault.forbidden(action);
  }

  private ArrayNode users(Call call) {
    return named(call, call.plant().identity().users(), User::name, views::user);
  }

  private ArrayNode projects(Call call) {
    return named(call, call.plant().identity().projects(), Project::name, views::project);
  }

  private ArrayNode roles(Call call) {
    return named(call, call.plant().identity().roles(), Role::name, views::role);
  }

  private ArrayNode domains(Call call) {
    return named(call, List.of("Default"), name -> name, _ -> views.domainThing());
  }

  private static <T> ArrayNode named(
      Call call, List<T> all, Function<T, String> name, Function<T, ObjectNode> view) {
    Optional<String> wanted = call.request().asked("name");
    return Json.array(
        all.stream().filter(t -> wanted.map(name.apply(t)::equals).orElse(true)).toList(), view);
  }

  private Answer createUser(Call call) {
    if (!call.caller().admin()) {
      return KeystoneFault.forbidden("identity:create_user");
    }
    JsonNode wish = call.body().path("user");
    User user =
        call.plant().identity().addUser(wish.path("name").asText(), wish.path("password").asText());
    return Answer.json(201, Json.wrap("user", views.user(user)));
  }

  private Answer createProject(Call call) {
    if (!call.caller().admin()) {
      return KeystoneFault.forbidden("identity:create_project");
    }
    Project project =
        call.plant().identity().addProject(call.body().path("project").path("name").asText());
    return Answer.json(201, Json.wrap("project", views.project(project)));
  }

  private Answer deleteUser(Call call) {
    if (!call.caller().admin()) {
      return KeystoneFault.forbidden("identity:delete_user");
    }
    if (call.plant().identity().user(call.id()).isEmpty()) {
      return missing("user", call.id());
    }
    call.plant().identity().removeUser(call.id());
    return Answer.empty(204);
  }

  private Answer deleteProject(Call call) {
    if (!call.caller().admin()) {
      return KeystoneFault.forbidden("identity:delete_project");
    }
    if (call.plant().identity().project(call.id()).isEmpty()) {
      return missing("project", call.id());
    }
    call.plant().identity().removeProject(call.id());
    return Answer.empty(204);
  }

  private Answer user(Call call) {
    if (!call.caller().admin() && !call.id().equals(call.token().user())) {
      return KeystoneFault.forbidden("identity:get_user");
    }
    return call.plant()
        .identity()
        .user(call.id())
        .map(user -> Answer.json(200, Json.wrap("user", views.user(user))))
        .orElseGet(() -> missing("user", call.id()));
  }

  private Answer projectsOfUser(Call call) {
    if (!call.caller().admin() && !call.id().equals(call.token().user())) {
      return KeystoneFault.forbidden("identity:list_user_projects");
    }
    ArrayNode all = Json.array(call.plant().identity().projectsOf(call.id()), views::project);
    return Answer.json(200, views.list("projects", all, call.request().path()));
  }

  private Answer project(Call call) {
    if (!call.caller().admin() && !call.id().equals(call.caller().project())) {
      return KeystoneFault.forbidden("identity:get_project");
    }
    return call.plant()
        .identity()
        .project(call.id())
        .map(project -> Answer.json(200, Json.wrap("project", views.project(project))))
        .orElseGet(() -> missing("project", call.id()));
  }

  private Answer role(Call call) {
    if (!call.caller().admin()) {
      return KeystoneFault.forbidden("identity:get_role");
    }
    return roleOf(call, call.id())
        .map(role -> Answer.json(200, Json.wrap("role", views.role(role))))
        .orElseGet(() -> missing("role", call.id()));
  }

  private Answer grant(Call call) {
    return assign(call, "identity:create_grant", Identity::grant);
  }

  private Answer ungrant(Call call) {
    return assign(call, "identity:revoke_grant", Identity::revoke);
  }

  private static Answer assign(Call call, String action, Assignment how) {
    if (!call.caller().admin()) {
      return KeystoneFault.forbidden(action);
    }
    String roleId = call.arguments().get(2);
    Optional<Role> role = roleOf(call, roleId);
    if (role.isEmpty()) {
      return missing("role", roleId);
    }
    how.apply(call.plant().identity(), call.arguments().get(1), call.id(), role.get().name());
    return Answer.empty(204);
  }

  private Answer domain(Call call) {
    return call.id().equals("default")
        ? Answer.json(200, Json.wrap("domain", views.domainThing()))
        : missing("domain", call.id());
  }

  private static Optional<Role> roleOf(Call call, String id) {
    return call.plant().identity().roles().stream().filter(r -> r.id().equals(id)).findFirst();
  }

  private static Answer missing(String kind, String id) {
    return KeystoneFault.of(404, "Not Found", "Could not find " + kind + ": " + id + ".");
  }

  private interface Assignment {
    void apply(Identity identity, String user, String project, String role);
  }
}
