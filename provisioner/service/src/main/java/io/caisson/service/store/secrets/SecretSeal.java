package io.caisson.service.store.secrets;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.store.ClusterStore.SealedSecrets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the secrets of clusters. Its rules:
 *
 * <ol>
 *   <li>Each sealing has a fresh data key (AES-256-GCM, NIST SP 800-38D), itself sealed with the
 *       active key of the ring, whose name stands in front.
 *   <li>Both are bound to the cluster and to the purpose: what was sealed for one cannot be opened
 *       as another's.
 *   <li>Whoever changes a byte makes all of it unreadable.
 * </ol>
 */
public final class SecretSeal {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int TAG_BITS = 128;

  private final KeyRing ring;
  private final String purpose;
  private final SecureRandom random;

  /**
   * @param purpose what the secrets are for, such as {@code cluster}
   */
  public SecretSeal(KeyRing ring, String purpose, SecureRandom random) {
    this.ring = ring;
    this.purpose = purpose;
    this.random = random;
  }

  /** Seals with the active key. */
  public SealedSecrets seal(ClusterId cluster, byte[] secrets) {
    byte[] dataKey = randomBytes(KeyRing.KEY_BYTES);
    byte[] keyNonce = randomBytes(Envelope.NONCE_BYTES);
    byte[] nonce = randomBytes(Envelope.NONCE_BYTES);
    String name = ring.active();
    byte[] bound = Envelope.bound(purpose, cluster, name);
    try {
      byte[] sealedKey =
          run(Cipher.ENCRYPT_MODE, ring.key(name).orElseThrow(), keyNonce, bound, dataKey);
      byte[] sealed = run(Cipher.ENCRYPT_MODE, aes(dataKey), nonce, bound, secrets);
      return new Envelope(name, keyNonce, sealedKey, nonce, sealed).toSecrets();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK cannot seal", impossible);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /**
   * Opens what was sealed for this cluster.
   *
   * @throws IllegalStateException if it is another cluster's, was changed, or needs a key that is
   *     not on the ring; the message says which
   */
  public byte[] open(ClusterId cluster, SealedSecrets sealed) {
    Envelope envelope = Envelope.of(sealed);
    SecretKey key =
        ring.key(envelope.key())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        ("the secrets of cluster %s are sealed with the key '%s', which is not on"
                                + " the key ring: put it back, it has %s")
                            .formatted(cluster, envelope.key(), ring)));
    byte[] bound = Envelope.bound(purpose, cluster, envelope.key());
    try {
      byte[] dataKey =
          run(Cipher.DECRYPT_MODE, key, envelope.keyNonce(), bound, envelope.sealedKey());
      return run(Cipher.DECRYPT_MODE, aes(dataKey), envelope.nonce(), bound, envelope.sealed());
    } catch (GeneralSecurityException refused) {
      throw new IllegalStateException(
          ("the secrets of cluster %s cannot be opened: they were changed, are another cluster's,"
                  + " or the key '%s' is not the one that sealed them")
              .formatted(cluster, envelope.key()),
          refused);
    }
  }

  /** The same secrets under the active key; empty if they are already. */
  public Optional<SealedSecrets> reseal(ClusterId cluster, SealedSecrets sealed) {
    return Envelope.of(sealed).key().equals(ring.active())
        ? Optional.empty()
        : Optional.of(seal(cluster, open(cluster, sealed)));
  }

  private static byte[] run(int mode, SecretKey key, byte[] nonce, byte[] bound, byte[] data)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound);
    return cipher.doFinal(data);
  }

  private static SecretKey aes(byte[] bytes) {
    return new SecretKeySpec(bytes, "AES");
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
