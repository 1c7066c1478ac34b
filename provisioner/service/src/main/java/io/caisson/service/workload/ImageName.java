package io.caisson.service.workload;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The image of a container, such as {@code registry.k8s.io/coredns/coredns:v1.12.1}.
 *
 * @param repository with its registry
 */
public record ImageName(String repository, String tag) {
  private static final Pattern VERSION = Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})");

  /** Empty for one without a tag, or with a digest, which says for itself what it is. */
  public static Optional<ImageName> parse(String text) {
    int colon = text.lastIndexOf(':');
    return colon > text.lastIndexOf('/') && text.indexOf('@') < 0
        ? Optional.of(new ImageName(text.substring(0, colon), text.substring(colon + 1)))
        : Optional.empty();
  }

  /**
   * The same with this tag, unless it is that or newer already. A tag that is no plain version is
   * somebody's own build: who can say whether that is older?
   */
  public Optional<ImageName> raisedTo(String wanted) {
    Optional<List<Integer>> now = version(tag);
    boolean older =
        now.isPresent()
            && version(wanted).map(next -> isOlder(now.get(), next)).orElse(!tag.equals(wanted));
    return older ? Optional.of(new ImageName(repository, wanted)) : Optional.empty();
  }

  /** Of the tag, if that is a version. */
  public Optional<Integer> minor() {
    return version(tag).map(numbers -> numbers.get(1));
  }

  private static boolean isOlder(List<Integer> one, List<Integer> other) {
    return IntStream.range(0, one.size())
            .map(i -> Integer.compare(one.get(i), other.get(i)))
            .filter(difference -> difference != 0)
            .findFirst()
            .orElse(0)
        < 0;
  }

  private static Optional<List<Integer>> version(String tag) {
    return VERSION
        .matcher(tag)
        .results()
        .filter(found -> found.end() - found.start() == tag.length())
        .map(ImageName::numbers)
        .findFirst();
  }

  private static List<Integer> numbers(MatchResult found) {
    return IntStream.rangeClosed(1, 3)
        .mapToObj(group -> Integer.valueOf(found.group(group)))
        .toList();
  }

  @Override
  public String toString() {
    return repository + ":" + tag;
  }
}
