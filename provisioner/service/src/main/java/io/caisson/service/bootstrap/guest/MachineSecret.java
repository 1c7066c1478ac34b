package io.caisson.service.bootstrap.guest;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What a machine proves its identity with until it has joined. It stands in the machine's user-data
 * and nowhere else: only its digest is stored. A rebuilt machine gets a new one.
 *
 * @param text 32 random bytes in base64url, 43 characters
 */
public record MachineSecret(String text) {
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  public MachineSecret {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not the text of a machine's secret");
    }
  }

  public static MachineSecret generate(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new MachineSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  public SecretDigest digest() {
    return SecretDigest.of(text);
  }

  @Override
  public String toString() {
    return "MachineSecret[]";
  }
}
