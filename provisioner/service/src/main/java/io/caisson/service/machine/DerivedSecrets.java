package io.caisson.service.machine;

import io.caisson.domain.cluster.MachineId;
import io.caisson.service.bootstrap.guest.MachineSecret;
import io.caisson.service.bootstrap.kubeadm.EncryptionKey;
import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of a cluster's machines, derived from one key (HMAC-SHA-256), so that none of them
 * has to be stored and all of them survive a crash. Each attempt to make a server has its own.
 */
final class DerivedSecrets {
  /** How long a machine may take from the making of its token to its join. */
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(30);

  private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
  private final SecretKeySpec key;

  DerivedSecrets(byte[] clusterKey) {
    this.key = new SecretKeySpec(clusterKey, "HmacSHA256");
  }

  MachineSecret machine(MachineId machine, int attempt) {
    byte[] bytes = derived("machine/%s/%d".formatted(machine, attempt));
    return new MachineSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /**
   * A machine's join token; machines never share one, nor do the guests of a machine that is made
   * anew.
   *
   * @param name of its key
   */
  BootstrapToken token(String name, Instant now) {
    return new BootstrapToken(
        tokenId(name),
        digits(derived("token-secret/" + name), 16),
        "Caisson machine " + name,
        now.plus(TOKEN_LIFE));
  }

  private String tokenId(String name) {
    return digits(derived("token-id/" + name), 6);
  }

  /** A token that no machine gets: kubeadm init would mint one if it were given none. */
  BootstrapToken unused(Instant now) {
    return new BootstrapToken(
        digits(derived("unused-id"), 6),
        digits(derived("unused-secret"), 16),
        "unused",
        now.plus(TOKEN_LIFE));
  }

  /** The key of the cluster's Secrets at rest, the same for all of its API servers. */
  EncryptionKey encryption() {
    return EncryptionKey.of(derived("encryption-at-rest"));
  }

  private static String digits(byte[] bytes, int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(DIGITS.charAt(Byte.toUnsignedInt(bytes[i]) % DIGITS.length()));
    }
    return text.toString();
  }

  private byte[] derived(String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", impossible);
    }
  }
}
