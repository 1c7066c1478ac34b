package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.model.ApplicationCredential;
import io.caisson.simulator.model.Identity;
import io.caisson.simulator.model.Project;
import io.caisson.simulator.model.Token;
import io.caisson.simulator.model.User;
import java.util.Optional;

/** Logs in by what stands in an {@code auth} document. */
final class KeystoneTokens {
  private final Identity identity;

  KeystoneTokens(Identity identity) {
    this.identity = identity;
  }

  /** What is wrong with the document's form; empty if nothing is. */
  static Optional<String> problem(JsonNode auth) {
    if (!auth.isObject()) {
      return Optional.of("'auth' is a required property");
    }
    if (!auth.path("identity").isObject()) {
      return Optional.of("'identity' is a required property");
    }
    if (!auth.path("identity").path("methods").isArray()) {
      return Optional.of("'methods' is a required property");
    }
    return Optional.empty();
  }

  /**
   * @throws io.caisson.simulator.model.Refusal if it proves nothing
   */
  Token logIn(JsonNode auth) {
    JsonNode how = auth.path("identity");
    String method = how.path("methods").path(0).asText();
    return switch (method) {
      case "password" -> byPassword(how.path("password").path("user"), auth.path("scope"));
      case "application_credential" -> byApplication(how.path(method), auth.has("scope"));
      case "token" -> byToken(how.path("token").path("id").asText(), auth.path("scope"));
      default -> identity.logIn(Optional.empty(), "", Optional.empty());
    };
  }

  private Token byPassword(JsonNode user, JsonNode scope) {
    return identity.logIn(user(user), user.path("password").asText(), project(scope));
  }

  /** Its scope is fixed, so that asking for one is refused. */
  private Token byApplication(JsonNode given, boolean scoped) {
    Optional<ApplicationCredential> found =
        given.has("id")
            ? identity.applicationCredentials().get(given.path("id").asText())
            : user(given.path("user"))
                .flatMap(
                    user ->
                        identity
                            .applicationCredentials()
                            .named(user.id(), given.path("name").asText()));
    return identity.logIn(found.filter(_ -> !scoped), given.path("secret").asText());
  }

  private Token byToken(String id, JsonNode scope) {
    return identity
        .token(id)
        .map(old -> identity.exchange(old, project(scope)))
        .orElseGet(() -> identity.logIn(Optional.empty(), "", Optional.empty()));
  }

  private Optional<User> user(JsonNode user) {
    return user.has("id")
        ? identity.user(user.path("id").asText())
        : identity.userNamed(user.path("name").asText()).filter(_ -> inDefault(user));
  }

  /** An unknown project gives an id that nobody has a role in. */
  private Optional<String> project(JsonNode scope) {
    JsonNode project = scope.path("project");
    if (!project.isObject()) {
      return Optional.empty();
    }
    Optional<Project> found =
        project.has("id")
            ? identity.project(project.path("id").asText())
            : identity.projectNamed(project.path("name").asText()).filter(_ -> inDefault(project));
    return Optional.of(found.map(Project::id).orElse("nowhere"));
  }

  private static boolean inDefault(JsonNode thing) {
    JsonNode domain = thing.path("domain");
    return domain.path("id").asText().equals("default")
        || domain.path("name").asText().equals("Default");
  }
}
