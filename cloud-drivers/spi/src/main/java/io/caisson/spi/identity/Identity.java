package io.caisson.spi.identity;

import io.caisson.spi.cloud.CloudException;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The cloud's identity service (Keystone), seen by Caisson's API. Throws {@link CloudException}.
 */
public interface Identity {
  /** Who holds this token; empty if the identity service says that it is not valid. */
  Optional<Caller> authenticate(String token);

  /**
   * Makes a credential for a cluster with the caller's own token, so that it can do what the caller
   * can do in this project, and no more. A token that may not do so (an application credential's, a
   * trust's) gives {@code Denied} with the cloud's words.
   */
  ClusterCredential createCredential(String callerToken, Caller caller, String name);

  /** Removes a credential, with the service's own credential. What is not there is removed. */
  void deleteCredential(String userId, String credentialId);

  /**
   * @param expires when the token ends
   */
  record Caller(
      String userId,
      String userName,
      String projectId,
      String projectName,
      Set<String> roles,
      Instant expires) {
    public Caller {
      roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    }

    public boolean isAdministrator() {
      return roles.contains("admin");
    }
  }

  /** An application credential; its text form leaves the secret out. */
  record ClusterCredential(String id, String secret, String userId, String projectId) {
    @Override
    public String toString() {
      return "ClusterCredential[" + id + ", project=" + projectId + "]";
    }
  }

  /** Whether credentials can be removed later; without it the last event of a cluster names it. */
  Optional<String> serviceUser();
}
