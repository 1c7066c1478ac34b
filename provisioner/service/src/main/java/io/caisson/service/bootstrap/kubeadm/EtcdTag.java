package io.caisson.service.bootstrap.kubeadm;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tag of an image of etcd as kubeadm writes it, such as {@code 3.5.24-0}. */
record EtcdTag(int major, int minor, int patch) {
  private static final Pattern FORM =
      Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})([-+.].*)?");
  private static final Comparator<EtcdTag> ORDER =
      Comparator.comparingInt(EtcdTag::major)
          .thenComparingInt(EtcdTag::minor)
          .thenComparingInt(EtcdTag::patch);

  /** Empty if it names no version. */
  static Optional<EtcdTag> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(new EtcdTag(number(parts, 1), number(parts, 2), number(parts, 3)))
        : Optional.empty();
  }

  /**
   * @throws IllegalArgumentException if it names no version
   */
  static EtcdTag of(String text) {
    return parse(text)
        .orElseThrow(
            () -> new IllegalArgumentException("no version of etcd: '%s'".formatted(text)));
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }

  boolean isBefore(EtcdTag other) {
    return ORDER.compare(this, other) < 0;
  }
}
