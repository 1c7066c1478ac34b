package io.caisson.openstack;

import io.caisson.openstack.wire.Secrets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a token is asked for with. Its text form leaves the secret out. */
public sealed interface Credential {
  /** A user's password, for one project. */
  record Password(Ref user, String password, Ref project) implements Credential {
    /** User and project by name, each in the domain of that name. */
    public static Password of(
        String user, String userDomain, String password, String project, String projectDomain) {
      return new Password(
          new Ref.Name(user, userDomain), password, new Ref.Name(project, projectDomain));
    }

    @Override
    public String toString() {
      return "Password[" + user + ", " + project + "]";
    }
  }

  /** An application credential; it belongs to one project already. */
  record ApplicationCredential(String id, String secret) implements Credential {
    @Override
    public String toString() {
      return "ApplicationCredential[" + id + "]";
    }
  }

  /** A user or a project. */
  sealed interface Ref {
    record Id(String id) implements Ref {}

    /**
     * @param domain name of the domain that the name is unique in
     */
    record Name(String name, String domain) implements Ref {}
  }

  /** Who it is, for people. */
  default String holder() {
    return switch (this) {
      case Password(Ref.Id(var id), _, _) -> "user " + id;
      case Password(Ref.Name(var name, _), _, _) -> "user " + name;
      case ApplicationCredential(var id, _) -> "application credential " + id;
    };
  }

  /** The body of {@code POST /v3/auth/tokens}. */
  default Map<String, Object> tokenRequest() {
    return switch (this) {
      case Password(var user, var password, var project) ->
          auth(
              "password",
              Map.of("user", with(named(user), password)),
              Map.of("project", named(project)));
      case ApplicationCredential(var id, var secret) ->
          auth("application_credential", Map.of("id", id, "secret", secret), Map.of());
    };
  }

  default Secrets secrets() {
    return switch (this) {
      case Password(_, var password, _) -> Secrets.of(password);
      case ApplicationCredential(_, var secret) -> Secrets.of(secret);
    };
  }

  private static Map<String, Object> auth(
      String method, Map<String, ?> proof, Map<String, ?> scope) {
    Map<String, Object> identity = Map.of("methods", List.of(method), method, proof);
    return Map.of(
        "auth",
        scope.isEmpty()
            ? Map.of("identity", identity)
            : Map.of("identity", identity, "scope", scope));
  }

  private static Map<String, Object> with(Map<String, Object> user, String password) {
    Map<String, Object> all = new LinkedHashMap<>(user);
    all.put("password", password);
    return all;
  }

  private static Map<String, Object> named(Ref ref) {
    return switch (ref) {
      case Ref.Id(var id) -> Map.of("id", id);
      case Ref.Name(var name, var domain) -> Map.of("name", name, "domain", Map.of("name", domain));
    };
  }
}
