package io.caisson.simulator.model;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All application credentials.
 *
 * <ol>
 *   <li>One is made with a token of the user himself; a token that came from a restricted
 *       application credential can neither make nor delete one.
 *   <li>It carries all roles of that token, or those of them that were asked for.
 *   <li>Without one of its roles, because the user lost it, its use is unauthorized; it works again
 *       when the role is back (measured on Keystone 22).
 * </ol>
 */
public final class ApplicationCredentials {
  private final World world;
  private final Identity identity;
  private final Map<String, ApplicationCredential> all = new LinkedHashMap<>();

  ApplicationCredentials(World world, Identity identity) {
    this.world = world;
    this.identity = identity;
  }

  public ApplicationCredential create(Token token, Order order) {
    String project = token.project().orElseThrow(ApplicationCredentials::noProject);
    needUnrestricted(token);
    if (named(token.user(), order.label().name()).isPresent()) {
      throw Refusal.conflict(
          "Conflict",
          "Conflict occurred attempting to store application_credential - Duplicate entry found"
              + " with name %s.".formatted(order.label().name()));
    }
    List<String> held = identity.rolesOf(token);
    List<String> wanted = order.roles().isEmpty() ? held : order.roles();
    if (!new HashSet<>(held).containsAll(wanted)) {
      throw unassigned();
    }
    ApplicationCredential made =
        new ApplicationCredential(
            world.ids().hex(),
            order.secret().orElseGet(() -> world.ids().secret(86)),
            new ApplicationCredential.Owner(token.user(), project),
            order.label(),
            wanted,
            order.expires(),
            order.unrestricted());
    all.put(made.id(), made);
    world.record(
        LogEntry.Event.CREATED,
        "application_credential",
        made.id(),
        Map.of("name", made.label().name()));
    return made;
  }

  public Optional<ApplicationCredential> get(String id) {
    return Optional.ofNullable(all.get(id));
  }

  public Optional<ApplicationCredential> named(String userId, String name) {
    return of(userId).stream().filter(a -> a.label().name().equals(name)).findFirst();
  }

  public List<ApplicationCredential> of(String userId) {
    return all.values().stream().filter(a -> a.owner().user().equals(userId)).toList();
  }

  public void delete(Token token, String id) {
    needUnrestricted(token);
    if (all.remove(id) == null) {
      throw Refusal.notFound(
          "ApplicationCredentialNotFound", "Could not find Application Credential: " + id + ".");
    }
    world.record(LogEntry.Event.DELETED, "application_credential", id, Map.of());
  }

  boolean valid(ApplicationCredential credential) {
    Instant now = world.now();
    ApplicationCredential.Owner owner = credential.owner();
    return all.containsKey(credential.id())
        && credential.expires().map(now::isBefore).orElse(true)
        && new HashSet<>(identity.rolesOf(owner.user(), owner.project()))
            .containsAll(credential.roles());
  }

  private static void needUnrestricted(Token token) {
    if (token.application().map(a -> !a.unrestricted()).orElse(false)) {
      throw Refusal.forbidden(
          "ForbiddenAction",
          "You are not authorized to perform the requested action: Using method"
              + " 'application_credential' is not allowed for managing additional application"
              + " credentials..");
    }
  }

  private static Refusal unassigned() {
    return Refusal.invalid(
        "ApplicationCredentialValidationError",
        "Invalid application credential: Cannot create an application credential with unassigned"
            + " role");
  }

  private static Refusal noProject() {
    return Refusal.invalid("ValidationError", "The token is not scoped to a project.");
  }

  /**
   * What somebody asks for.
   *
   * @param roles names; empty means all that the token has
   */
  public record Order(
      ApplicationCredential.Label label,
      Optional<String> secret,
      List<String> roles,
      Optional<Instant> expires,
      boolean unrestricted) {
    public Order {
      roles = List.copyOf(roles);
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "Order[" + label.name() + "]";
    }
  }
}
