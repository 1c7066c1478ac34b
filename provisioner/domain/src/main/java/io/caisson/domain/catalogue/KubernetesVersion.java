package io.caisson.domain.catalogue;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A released version of Kubernetes, such as {@code 1.34.4}. */
public record KubernetesVersion(int major, int minor, int patch)
    implements Comparable<KubernetesVersion> {
  private static final String NUMBER = "(0|[1-9][0-9]{0,3})";
  private static final Pattern FORM =
      Pattern.compile("v?" + NUMBER + "\\." + NUMBER + "\\." + NUMBER);
  private static final Comparator<KubernetesVersion> ORDER =
      Comparator.comparingInt(KubernetesVersion::major)
          .thenComparingInt(KubernetesVersion::minor)
          .thenComparingInt(KubernetesVersion::patch);

  /** The version in this text, with or without a {@code v}; empty if it is none. */
  public static Optional<KubernetesVersion> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(new KubernetesVersion(number(parts, 1), number(parts, 2), number(parts, 3)))
        : Optional.empty();
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }

  @Override
  public int compareTo(KubernetesVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "%d.%d.%d".formatted(major, minor, patch);
  }
}
