package io.caisson.service.tenancy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caisson.service.bootstrap.pki.ClusterPki;
import io.caisson.spi.identity.Identity.ClusterCredential;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a cluster must never lose and nobody may read: its keys, the credential that it lives on,
 * and the key that the secrets of its machines are derived from.
 *
 * @param bootstrapKey {@value #KEY_BYTES} random bytes
 */
public record ClusterSecrets(ClusterPki pki, ClusterCredential credential, byte[] bootstrapKey) {
  public static final int KEY_BYTES = 32;
  private static final ObjectMapper JSON = new ObjectMapper();

  public ClusterSecrets {
    bootstrapKey = bootstrapKey.clone();
    if (bootstrapKey.length != KEY_BYTES) {
      throw new IllegalArgumentException("a bootstrap key has %d bytes".formatted(KEY_BYTES));
    }
  }

  @Override
  public byte[] bootstrapKey() {
    return bootstrapKey.clone();
  }

  /** In the clear: to be sealed at once. */
  public byte[] toBytes() {
    Map<String, String> all = new TreeMap<>();
    all.put("pki", base64(pki.toBytes()));
    all.put("bootstrap_key", base64(bootstrapKey));
    all.put("credential_id", credential.id());
    all.put("credential_secret", credential.secret());
    all.put("user_id", credential.userId());
    all.put("project_id", credential.projectId());
    try {
      return JSON.writeValueAsBytes(all);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("texts can be written");
    }
  }

  /** The reverse of {@link #toBytes()}. */
  public static ClusterSecrets ofBytes(byte[] bytes) {
    try {
      var all = JSON.readTree(bytes);
      return new ClusterSecrets(
          ClusterPki.ofBytes(Base64.getDecoder().decode(all.required("pki").asText())),
          new ClusterCredential(
              all.required("credential_id").asText(),
              all.required("credential_secret").asText(),
              all.required("user_id").asText(),
              all.required("project_id").asText()),
          Base64.getDecoder().decode(all.required("bootstrap_key").asText()));
    } catch (IOException unreadable) {
      // neither the cause nor its message: both quote what they read
      throw new IllegalArgumentException("these are no secrets of a cluster");
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClusterSecrets that
        && pki.equals(that.pki)
        && credential.equals(that.credential)
        && Arrays.equals(bootstrapKey, that.bootstrapKey);
  }

  @Override
  public int hashCode() {
    return 31 * pki.hashCode() + Arrays.hashCode(bootstrapKey);
  }

  /** Without any secret. */
  @Override
  public String toString() {
    return "ClusterSecrets[" + pki + ", " + credential + "]";
  }
}
