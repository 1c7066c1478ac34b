package io.caisson.service.store.secrets;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.store.ClusterStore.SealedSecrets;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of sealed secrets: format (1), length and name of the ring's key, nonce and sealed data
 * key, nonce and sealed secrets.
 */
@SuppressWarnings("ArrayRecordComponent") // lives only within one call
record Envelope(String key, byte[] keyNonce, byte[] sealedKey, byte[] nonce, byte[] sealed) {
  static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final byte FORMAT = 1;

  static Envelope of(SealedSecrets secrets) {
    ByteBuffer in = ByteBuffer.wrap(secrets.sealed());
    try {
      if (in.get() != FORMAT) {
        throw new IllegalStateException("these secrets have a format that is not known");
      }
      String key = new String(taken(in, Byte.toUnsignedInt(in.get())), StandardCharsets.US_ASCII);
      return new Envelope(
          key,
          taken(in, NONCE_BYTES),
          taken(in, KeyRing.KEY_BYTES + TAG_BYTES),
          taken(in, NONCE_BYTES),
          taken(in, in.remaining()));
    } catch (BufferUnderflowException cut) {
      throw new IllegalStateException("these secrets are cut off", cut);
    }
  }

  private static byte[] taken(ByteBuffer in, int count) {
    if (count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  SealedSecrets toSecrets() {
    byte[] name = key.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out =
        ByteBuffer.allocate(
            2 + name.length + keyNonce.length + sealedKey.length + nonce.length + sealed.length);
    out.put(FORMAT).put((byte) name.length).put(name);
    out.put(keyNonce).put(sealedKey).put(nonce).put(sealed);
    return new SealedSecrets(out.array());
  }

  /** What a sealing is bound to besides its keys. */
  static byte[] bound(String purpose, ClusterId cluster, String key) {
    return "caisson/%d/%s/%s/%s"
        .formatted(FORMAT, purpose, cluster, key)
        .getBytes(StandardCharsets.UTF_8);
  }
}
