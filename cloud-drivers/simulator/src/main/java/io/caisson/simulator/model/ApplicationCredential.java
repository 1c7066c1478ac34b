package io.caisson.simulator.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A credential that a user made for a program; it can do what its roles allow in one project, for
 * as long as the user has all of these roles.
 *
 * @param roles names
 */
public record ApplicationCredential(
    String id,
    String secret,
    Owner owner,
    Label label,
    List<String> roles,
    Optional<Instant> expires,
    boolean unrestricted) {
  public ApplicationCredential {
    roles = List.copyOf(roles);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ApplicationCredential[" + id + ", " + label.name() + "]";
  }

  /** Ids of the user who made it, and of the project that it is for. */
  public record Owner(String user, String project) {}

  /**
   * @param name unique for its user
   */
  public record Label(String name, Optional<String> description) {}
}
