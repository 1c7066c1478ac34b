package io.caisson.service.api;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.identity.Identity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Knows a few tokens; a token that begins with {@code app-} may make no credential. */
public final class FakeIdentity implements Identity {
  public static final String SECRET = "planted-credential-secret";

  /** A token of the user demo that nothing else is called by. */
  public static final String TOKEN = "planted-token";

  /** Names of the credentials that exist, by id. */
  public final SortedMap<String, String> credentials = new TreeMap<>();

  public volatile Optional<CloudFault> fault = Optional.empty();
  private final Map<String, Caller> callers =
      Map.of(
          "demo",
          caller("demo", "demo", "member", "reader"),
          TOKEN,
          caller("demo", "demo", "member", "reader"),
          "app-demo",
          caller("demo", "demo", "member", "reader"),
          "reader",
          caller("reader", "demo", "reader"),
          "nobody",
          caller("nobody", "demo", "guest"),
          "other",
          caller("other", "other", "member", "reader"),
          "admin",
          caller("admin", "admin", "admin", "member", "reader"));

  private static Caller caller(String user, String project, String... roles) {
    return new Caller(
        "user-" + user, user, "project-" + project, project, Set.of(roles), Instant.MAX);
  }

  @Override
  public Optional<Caller> authenticate(String token) {
    raise();
    return Optional.ofNullable(callers.get(token));
  }

  @Override
  public synchronized ClusterCredential createCredential(
      String callerToken, Caller caller, String name) {
    raise();
    if (callerToken.startsWith("app-")) {
      throw new CloudException(
          new CloudFault.Denied("You are not authorized: application_credential"));
    }
    String id = "credential-" + (credentials.size() + 1);
    credentials.put(id, name);
    return new ClusterCredential(id, SECRET, caller.userId(), caller.projectId());
  }

  @Override
  public synchronized void deleteCredential(String userId, String credentialId) {
    credentials.remove(credentialId);
  }

  @Override
  public Optional<String> serviceUser() {
    return Optional.of("caisson");
  }

  private void raise() {
    fault.ifPresent(
        raised -> {
          throw new CloudException(raised);
        });
  }
}
