package io.caisson.spi.kubernetes;

import java.time.Instant;
import java.util.List;

/**
 * A kubelet's request for a certificate, as the API server keeps it.
 *
 * @param user who made it: the API server writes that, nobody can claim it
 * @param pending neither approved nor denied yet
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/">Certificate
 *     signing requests</a>
 */
public record SigningRequest(
    String name, Purpose purpose, String user, Asked asked, boolean pending, Instant created) {
  /** By its signer. */
  public enum Purpose {
    /** {@code kubernetes.io/kube-apiserver-client-kubelet}: to be a node. */
    CLIENT,
    /** {@code kubernetes.io/kubelet-serving}: to serve logs, exec and port-forward. */
    SERVING
  }

  /**
   * What it asks for.
   *
   * @param names alternative names of every kind but addresses, those of unknown kinds as well
   * @param addresses IP addresses as text
   * @param usages as Kubernetes spells them
   * @param keyDigest SHA-256 of the public key, in hexadecimal digits
   */
  public record Asked(
      String commonName,
      List<String> organizations,
      List<String> names,
      List<String> addresses,
      List<String> usages,
      String keyDigest) {
    public Asked {
      organizations = List.copyOf(organizations);
      names = List.copyOf(names);
      addresses = List.copyOf(addresses);
      usages = List.copyOf(usages);
    }
  }
}
