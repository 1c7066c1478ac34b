package io.caisson.contract.cloud.openstack;

import io.caisson.contract.cloud.Access;
import java.util.List;
import java.util.Map;

/** Bodies of {@code POST /v3/auth/tokens}. */
final class Sign {
  private Sign() {}

  static Map<String, Object> in(Access.Credential credential) {
    return switch (credential) {
      case Access.Password password -> password(password);
      case Access.ApplicationCredential(String id, String secret) ->
          Map.of(
              "auth",
              Map.of(
                  "identity",
                  Map.of(
                      "methods",
                      List.of("application_credential"),
                      "application_credential",
                      Map.of("id", id, "secret", secret))));
    };
  }

  private static Map<String, Object> password(Access.Password password) {
    Map<String, Object> user =
        Map.of(
            "name",
            password.user(),
            "domain",
            Map.of("name", password.userDomain()),
            "password",
            password.password());
    Map<String, Object> project =
        Map.of("name", password.project(), "domain", Map.of("name", password.projectDomain()));
    return Map.of(
        "auth",
        Map.of(
            "identity",
            Map.of("methods", List.of("password"), "password", Map.of("user", user)),
            "scope",
            Map.of("project", project)));
  }
}
