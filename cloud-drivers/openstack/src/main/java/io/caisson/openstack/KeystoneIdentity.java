package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Deadline;
import io.caisson.openstack.wire.Json;
import io.caisson.openstack.wire.Secrets;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.identity.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Callers and credentials of Keystone.
 *
 * <p>A caller stays known for a while: for so long a revoked token may still be taken. A service
 * credential that Keystone refuses is a fault of ours, never an invalid caller.
 */
final class KeystoneIdentity implements Identity {
  /** What a header can carry; anything else is no token. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,8192}");

  private final Keystone keystone;
  private final Duration limit;
  private final Optional<ServiceUser> service;
  private final InstantSource clock;
  private final KnownCallers known;

  KeystoneIdentity(
      Keystone keystone,
      Duration limit,
      Optional<ServiceUser> service,
      KnownCallers known,
      InstantSource clock) {
    this.keystone = keystone;
    this.limit = limit;
    this.service = service;
    this.known = known;
    this.clock = clock;
  }

  @Override
  public Optional<Caller> authenticate(String token) {
    if (!TOKEN.matcher(token).matches()) {
      return Optional.empty();
    }
    Optional<Caller> caller = known.get(token).or(() -> describe(token).map(this::caller));
    caller.ifPresent(found -> known.put(token, found));
    return caller.filter(found -> found.expires().isAfter(clock.instant()));
  }

  /** Empty if Keystone knows the token no more. */
  private Optional<JsonNode> describe(String token) {
    return service
        .map(ServiceUser::session)
        .map(
            own ->
                own.find(
                    Secrets.of(token),
                    () -> keystone.described(own.send(keystone.description(token)))))
        .orElseGet(() -> selfDescribed(token));
  }

  /** A token that describes itself is refused with 401 when it is invalid. */
  private Optional<JsonNode> selfDescribed(String token) {
    try {
      return Optional.of(keystone.describe(token, Deadline.in(limit)));
    } catch (CloudException e) {
      return switch (e.fault()) {
        case CloudFault.Unauthenticated _, CloudFault.NotFound _ -> Optional.empty();
        default -> throw e;
      };
    }
  }

  private Caller caller(JsonNode token) {
    JsonNode user = token.path("user");
    String userId = Json.required(user, "id");
    JsonNode project = token.path("project");
    if (project.isMissingNode()) {
      throw new CloudException(
          new CloudFault.Denied(
              "the token is not for a project: ask for one with a project scope"));
    }
    return new Caller(
        userId,
        Json.required(user, "name"),
        Json.required(project, "id"),
        Json.required(project, "name"),
        StreamSupport.stream(token.path("roles").spliterator(), false)
            .map(role -> Json.required(role, "name"))
            .collect(Collectors.toSet()),
        Keystone.instant(token, "expires_at"));
  }

  /**
   * All roles of the caller in the project; restricted, so that it can make no other credential.
   */
  @Override
  public ClusterCredential createCredential(String callerToken, Caller caller, String name) {
    Map<String, Object> order =
        Map.of(
            "name",
            name,
            "description",
            "made by Caisson for a cluster; removed with it",
            "unrestricted",
            false);
    JsonNode made =
        keystone.createApplicationCredential(
            callerToken, caller.userId(), order, Deadline.in(limit));
    return new ClusterCredential(
        Json.required(made, "id"),
        Json.required(made, "secret"),
        caller.userId(),
        Json.text(made, "project_id").orElse(caller.projectId()));
  }

  @Override
  public void deleteCredential(String userId, String credentialId) {
    Session session =
        service
            .map(ServiceUser::session)
            .orElseThrow(
                () ->
                    new CloudException(
                        new CloudFault.Denied(
                            "no credential of the service's own is configured to remove "
                                + credentialId)));
    var removal = keystone.removal(Ask.id(userId), Ask.id(credentialId));
    session.delete(() -> session.send(removal));
  }

  @Override
  public Optional<String> serviceUser() {
    return service.map(ServiceUser::name);
  }
}
