package io.caisson.service.bootstrap.kubeadm;

import java.util.Base64;

/**
 * The key that a cluster's API servers encrypt Secrets with before etcd has them; all members of a
 * control plane have the same. It leaves the service in control planes' bundles only.
 *
 * @param base64 of 32 random bytes
 */
public record EncryptionKey(String base64) {
  private static final int LENGTH = 32;

  public EncryptionKey {
    if (Base64.getDecoder().decode(base64).length != LENGTH) {
      throw new IllegalArgumentException("an encryption key has 32 bytes");
    }
  }

  public static EncryptionKey of(byte[] bytes) {
    return new EncryptionKey(Base64.getEncoder().encodeToString(bytes));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "EncryptionKey[]";
  }
}
