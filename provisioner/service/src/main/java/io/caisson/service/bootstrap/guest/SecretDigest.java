package io.caisson.service.bootstrap.guest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a machine's secret, which is all that is stored of it. No salt: the secret has 256
 * random bits.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record SecretDigest(String hex) {
  /**
   * No secret has this digest. To compare with it when a machine is unknown takes as long as for a
   * known one, so that the time of an answer does not tell which machines exist.
   */
  public static final SecretDigest NOBODY = new SecretDigest("0".repeat(64));

  public SecretDigest {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256 in hexadecimal");
    }
  }

  static SecretDigest of(String secret) {
    try {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new SecretDigest(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Compares in a time that does not depend on where the two differ. */
  public boolean matches(String secret) {
    byte[] ours = hex.getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(ours, of(secret).hex.getBytes(StandardCharsets.US_ASCII));
  }
}
