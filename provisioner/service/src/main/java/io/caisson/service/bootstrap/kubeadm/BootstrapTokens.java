package io.caisson.service.bootstrap.kubeadm;

import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.Collectors;

/** Makes bootstrap tokens: one per machine, never shared. */
public final class BootstrapTokens {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final SecureRandom random;

  public BootstrapTokens(SecureRandom random) {
    this.random = random;
  }

  /**
   * @param description what people see in the Secret, such as the machine's name
   */
  public BootstrapToken mint(String description, Instant expires) {
    return new BootstrapToken(text(6), text(16), description, expires);
  }

  private String text(int length) {
    return random
        .ints(length, 0, ALPHABET.length())
        .mapToObj(i -> ALPHABET.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
