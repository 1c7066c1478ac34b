package io.caisson.service.tenancy;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.identity.Identity;
import java.util.Optional;

/**
 * Lets in who has a token that the identity service knows. A caller stays known for as long as the
 * {@link Identity} keeps it, which is half a minute for Keystone.
 */
public final class Doorkeeper {
  private final Identity identity;

  public Doorkeeper(Identity identity) {
    this.identity = identity;
  }

  /**
   * @throws Refused if there is no token, it is not valid, or the identity service cannot be asked
   */
  public Principal admit(Optional<String> token) {
    String given = token.filter(text -> !text.isBlank()).orElseThrow(() -> stranger("no token"));
    try {
      return identity
          .authenticate(given)
          .map(caller -> new Principal(caller, given))
          .orElseThrow(() -> stranger("the token is not valid or has expired"));
    } catch (CloudException unanswered) {
      throw refusal(unanswered.fault());
    }
  }

  private static Refused stranger(String why) {
    return new Refused(
        Refused.Kind.UNAUTHENTICATED,
        "The request you have made requires authentication: %s (X-Auth-Token)".formatted(why));
  }

  private static Refused refusal(CloudFault fault) {
    return fault instanceof CloudFault.Denied denied
        ? new Refused(Refused.Kind.FORBIDDEN, denied.text())
        : new Refused(
            Refused.Kind.UNAVAILABLE,
            "the identity service cannot check the token now, try again: " + fault.text());
  }
}
