package io.caisson.simulator.openstack;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A key for logging in by SSH.
 *
 * @param publicKey one line, as in {@code authorized_keys}
 * @param privateKey PEM; absent if only its owner has it
 */
record SshKey(String publicKey, String fingerprint, Optional<String> privateKey) {
  /**
   * @throws NovaFault if it is none
   */
  static SshKey read(String publicKey) {
    String[] parts = publicKey.strip().split("\\s+");
    try {
      byte[] blob = Base64.getDecoder().decode(parts.length > 1 ? parts[1] : "");
      if (blob.length < 8) {
        throw unreadable();
      }
      return new SshKey(publicKey, fingerprint(blob), Optional.empty());
    } catch (IllegalArgumentException malformed) {
      throw unreadable();
    }
  }

  /** A new RSA key, as Nova makes one for who brings none. */
  static SshKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      byte[] blob = blob((RSAPublicKey) pair.getPublic());
      String line = "ssh-rsa " + Base64.getEncoder().encodeToString(blob) + " Generated-by-Nova";
      return new SshKey(line, fingerprint(blob), Optional.of(pem(pair)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JVM has RSA", missing);
    }
  }

  private static String pem(KeyPair pair) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    String body = Base64.getMimeEncoder(64, newline).encodeToString(pair.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  private static byte[] blob(RSAPublicKey key) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    put(out, "ssh-rsa".getBytes(StandardCharsets.US_ASCII));
    put(out, bytes(key.getPublicExponent()));
    put(out, bytes(key.getModulus()));
    return out.toByteArray();
  }

  private static byte[] bytes(BigInteger number) {
    return number.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, byte[] part) {
    out.writeBytes(ByteBuffer.allocate(4).putInt(part.length).array());
    out.writeBytes(part);
  }

  private static String fingerprint(byte[] blob) {
    try {
      return HexFormat.ofDelimiter(":").formatHex(MessageDigest.getInstance("MD5").digest(blob));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JVM has MD5", missing);
    }
  }

  private static NovaFault unreadable() {
    return NovaFault.badRequest("Keypair data is invalid: failed to generate fingerprint");
  }

  /** Without the private key. */
  @Override
  public String toString() {
    return "SshKey[" + fingerprint + "]";
  }
}
