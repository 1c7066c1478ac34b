package io.caisson.contract.cloud;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a client reaches one project of a cloud.
 *
 * @param authUrl where Keystone listens, with its version, such as {@code http://127.0.0.1:5000/v3}
 * @param caCertificate PEM file to check the cloud's certificates against; empty means the JDK's
 */
public record Access(
    URI authUrl, Credential credential, String region, Optional<Path> caCertificate) {

  /** The same, but for the address: through a proxy. */
  public Access at(URI other) {
    return new Access(other, credential, region, caCertificate);
  }

  public Access as(Credential other) {
    return new Access(authUrl, other, region, caCertificate);
  }

  /** What the client shows. */
  public sealed interface Credential {}

  /** Domains and project by name. */
  public record Password(
      String user, String userDomain, String password, String project, String projectDomain)
      implements Credential {
    public Password withPassword(String other) {
      return new Password(user, userDomain, other, project, projectDomain);
    }

    public Password withProject(String other) {
      return new Password(user, userDomain, password, other, projectDomain);
    }

    @Override
    public String toString() {
      return "Password[user=%s, project=%s]".formatted(user, project);
    }
  }

  /** Carries its project. */
  public record ApplicationCredential(String id, String secret) implements Credential {
    @Override
    public String toString() {
      return "ApplicationCredential[" + id + "]";
    }
  }
}
