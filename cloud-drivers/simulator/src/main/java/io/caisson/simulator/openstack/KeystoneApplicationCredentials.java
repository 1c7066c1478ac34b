package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.ApplicationCredential;
import io.caisson.simulator.model.ApplicationCredentials;
import io.caisson.simulator.model.Identity;
import io.caisson.simulator.model.Role;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /v3/users/{user}/application_credentials}. */
final class KeystoneApplicationCredentials {
  private static final String ROOT = "/v3/users/{}/application_credentials";
  private static final String MEMBER = "application_credential";

  private final KeystoneViews views;

  KeystoneApplicationCredentials(KeystoneViews views) {
    this.views = views;
  }

  void addTo(Routes routes) {
    routes
        .on("GET", ROOT, this::list)
        .on("POST", ROOT, this::create)
        .on("GET", ROOT + "/{}", this::show)
        .on("DELETE", ROOT + "/{}", this::delete);
  }

  private Answer list(Call call) {
    if (isForeign(call)) {
      return KeystoneFault.forbidden("identity:list_application_credentials");
    }
    Identity identity = call.plant().identity();
    Optional<String> name = call.request().asked("name");
    List<ApplicationCredential> found =
        identity.applicationCredentials().of(call.id()).stream()
            .filter(a -> name.map(a.label().name()::equals).orElse(true))
            .toList();
    return Answer.json(
        200,
        views.list(
            "application_credentials",
            Json.array(found, a -> views.applicationCredential(identity, a)),
            call.request().path()));
  }

  private Answer show(Call call) {
    if (isForeign(call)) {
      return KeystoneFault.forbidden("identity:get_application_credential");
    }
    Identity identity = call.plant().identity();
    return found(call)
        .map(a -> Answer.json(200, Json.wrap(MEMBER, views.applicationCredential(identity, a))))
        .orElseGet(() -> missing(call));
  }

  private Answer delete(Call call) {
    if (isForeign(call)) {
      return KeystoneFault.forbidden("identity:delete_application_credential");
    }
    if (found(call).isEmpty()) {
      return missing(call);
    }
    call.plant().identity().applicationCredentials().delete(call.token(), call.arguments().get(1));
    return Answer.empty(204);
  }

  private Answer create(Call call) {
    if (!call.id().equals(call.token().user())) {
      return KeystoneFault.forbidden("Cannot create an application credential for another user.");
    }
    JsonNode wish = call.body().path(MEMBER);
    Optional<String> problem = problem(wish);
    if (problem.isPresent()) {
      return KeystoneFault.of(400, "Bad Request", problem.get());
    }
    Identity identity = call.plant().identity();
    List<String> roles = new ArrayList<>();
    for (JsonNode wanted : wish.path("roles")) {
      Optional<Role> role = role(identity, wanted);
      if (role.isEmpty()) {
        String name = wanted.path("name").asText(wanted.path("id").asText());
        return KeystoneFault.of(404, "Not Found", "Role " + name + " is not defined");
      }
      roles.add(role.get().name());
    }
    ApplicationCredential made =
        identity.applicationCredentials().create(call.token(), order(wish, roles));
    ObjectNode view = views.applicationCredential(identity, made);
    view.put("secret", made.secret());
    return Answer.json(201, Json.wrap(MEMBER, view));
  }

  private static ApplicationCredentials.Order order(JsonNode wish, List<String> roles) {
    return new ApplicationCredentials.Order(
        new ApplicationCredential.Label(wish.path("name").asText(), text(wish.path("description"))),
        text(wish.path("secret")),
        roles,
        text(wish.path("expires_at")).flatMap(KeystoneApplicationCredentials::time),
        wish.path("unrestricted").asBoolean(false));
  }

  private static Optional<String> problem(JsonNode wish) {
    JsonNode name = wish.path("name");
    if (name.isMissingNode()) {
      return Optional.of("'name' is a required property");
    }
    if (!name.isTextual()) {
      return Optional.of(
          "Invalid input for field 'name': %s is not of type 'string'"
              .formatted(Python.repr(name)));
    }
    if (name.asText().isBlank() || name.asText().length() > 255) {
      return Optional.of(
          "Invalid input for field 'name': %s is too %s"
              .formatted(Python.repr(name), name.asText().isBlank() ? "short" : "long"));
    }
    return text(wish.path("expires_at"))
        .filter(text -> time(text).isEmpty())
        .map(
            text ->
                "Invalid input for field 'expires_at': "
                    + text
                    + " is not a valid time: "
                    + "Unable to parse date string.");
  }

  /** With or without a zone: Keystone takes both, and means UTC. */
  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text.endsWith("Z") ? text : text + "Z"));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<Role> role(Identity identity, JsonNode wanted) {
    return identity.roles().stream()
        .filter(
            role ->
                wanted.has("id")
                    ? role.id().equals(wanted.path("id").asText())
                    : role.name().equals(wanted.path("name").asText()))
        .findFirst();
  }

  private static Optional<ApplicationCredential> found(Call call) {
    return call.plant()
        .identity()
        .applicationCredentials()
        .get(call.arguments().get(1))
        .filter(credential -> credential.owner().user().equals(call.id()));
  }

  private static boolean isForeign(Call call) {
    return !call.caller().admin() && !call.id().equals(call.token().user());
  }

  private static Answer missing(Call call) {
    return KeystoneFault.of(
        404,
        "Not Found",
        "Could not find Application Credential: " + call.arguments().get(1) + ".");
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }
}
