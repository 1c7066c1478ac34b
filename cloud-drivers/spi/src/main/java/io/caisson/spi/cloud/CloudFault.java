package io.caisson.spi.cloud;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a call to a cloud did not do what it was asked for. Every case keeps {@link #text()}, the
 * cloud's own words, because they are what its operator can act on.
 */
public sealed interface CloudFault {
  /** The cloud's own words, or the transport's when the cloud said nothing; never empty. */
  String text();

  /**
   * Whether a changing call that ended with this fault may have had its effect all the same. Such a
   * call must not be sent again before later looks have shown that its effect is absent.
   */
  default boolean inDoubt() {
    return false;
  }

  /** The thing that the call names does not exist: a 404 with the API's own error body. */
  record NotFound(String text) implements CloudFault {}

  /** The call contradicts the present state of the thing, or a name is ambiguous. */
  record Conflict(String text) implements CloudFault {}

  /** A port with this fixed address exists already (Neutron {@code IpAddressAlreadyAllocated}). */
  record AddressTaken(String address, String text) implements CloudFault {}

  /**
   * A quota of the project would be exceeded. Figures are absent where the cloud gave none.
   *
   * @param resource named as in {@link Facts.QuotaFact}
   */
  record Quota(
      String resource,
      Optional<Long> needed,
      Optional<Long> used,
      Optional<Long> limit,
      String text)
      implements CloudFault {}

  /** The project may have it, but no host (or address pool) has room for it now. */
  record NoCapacity(String text) implements CloudFault {}

  /** The order itself is wrong, such as an unknown flavor; sending it again cannot help. */
  record Invalid(String text) implements CloudFault {}

  /** The credential is valid but may not do this (403 that is no quota). */
  record Denied(String text) implements CloudFault {}

  /** The credential itself was refused (401 after one renewal). It proves nothing about things. */
  record Unauthenticated(String text) implements CloudFault {}

  /** The cloud asks for fewer calls. {@code retryAfter} is what it named, or a second. */
  record Throttled(Duration retryAfter, String text) implements CloudFault {}

  /**
   * No complete answer: refused, cut, timed out, TLS. {@code sent} tells whether the request may
   * have reached the cloud.
   */
  record Unreachable(boolean sent, String text) implements CloudFault {
    @Override
    public boolean inDoubt() {
      return sent;
    }
  }

  /** An answer that is no answer: 5xx, HTML, a body of the wrong shape. */
  record Broken(int status, String text) implements CloudFault {
    @Override
    public boolean inDoubt() {
      return true;
    }
  }
}
