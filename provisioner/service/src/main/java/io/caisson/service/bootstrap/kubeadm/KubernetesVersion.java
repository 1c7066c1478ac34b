package io.caisson.service.bootstrap.kubeadm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of Kubernetes 1, such as 1.34.4. */
public record KubernetesVersion(int minor, int patch) {
  private static final Pattern FORM = Pattern.compile("v?1\\.(\\d{1,3})\\.(\\d{1,3})");

  /**
   * @param text such as {@code 1.34.4} or {@code v1.34.4}
   * @throws IllegalArgumentException if it is not of that form
   */
  public static KubernetesVersion parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a Kubernetes version such as 1.34.4: " + text);
    }
    return new KubernetesVersion(
        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String toString() {
    return "1.%d.%d".formatted(minor, patch);
  }
}
