package io.caisson.spi.cloud;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says whose a thing in the cloud is. It travels inside the create request itself: as metadata
 * where the API has metadata (Nova, Cinder), as one line of text in name or description elsewhere
 * (Neutron, Octavia). A thing is ours only if it has a mark <em>and</em> we have a record of it.
 *
 * @param installation which Caisson: two services may share a project
 * @param cluster the cluster's UUID
 * @param resource the key of the resource within the cluster, such as {@code server/worker-1}
 * @param attempt which try of ours made it, from 1
 */
public record OwnerMark(String installation, String cluster, String resource, int attempt) {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");
  private static final Pattern TEXT =
      Pattern.compile("caisson:(\\S+) cluster=(\\S+) resource=(\\S+) attempt=(\\d{1,6})");
  private static final String KEY = "caisson.";

  /** Neutron's limit for names and descriptions, in characters. */
  public static final int TEXT_LIMIT = 255;

  public OwnerMark {
    for (String word : new String[] {installation, cluster, resource}) {
      if (!WORD.matcher(word).matches()) {
        throw new IllegalArgumentException("not usable in an owner mark: '" + word + "'");
      }
    }
    if (attempt < 1 || attempt > 999_999) {
      throw new IllegalArgumentException("attempts count from 1 to 999999, not " + attempt);
    }
    String text = line(installation, cluster, resource, attempt);
    if (text.length() > TEXT_LIMIT) {
      throw new IllegalArgumentException("too long for an owner mark: '" + text + "'");
    }
  }

  /** The mark as metadata of a server or volume. */
  public Map<String, String> metadata() {
    Map<String, String> all = new TreeMap<>();
    all.put(KEY + "installation", installation);
    all.put(KEY + "cluster", cluster);
    all.put(KEY + "resource", resource);
    all.put(KEY + "attempt", Integer.toString(attempt));
    return all;
  }

  /** The mark as one line, for descriptions; at most {@value #TEXT_LIMIT} characters. */
  public String text() {
    return line(installation, cluster, resource, attempt);
  }

  private static String line(String installation, String cluster, String resource, int attempt) {
    return line(installation, cluster, resource, Integer.toString(attempt));
  }

  private static String line(String installation, String cluster, String resource, String attempt) {
    return "caisson:"
        + installation
        + " cluster="
        + cluster
        + " resource="
        + resource
        + " attempt="
        + attempt;
  }

  /** The mark in this metadata; empty if there is none or somebody spoiled it. */
  public static Optional<OwnerMark> of(Map<String, String> metadata) {
    return parse(
        line(
            metadata.getOrDefault(KEY + "installation", ""),
            metadata.getOrDefault(KEY + "cluster", ""),
            metadata.getOrDefault(KEY + "resource", ""),
            metadata.getOrDefault(KEY + "attempt", "")));
  }

  /** The mark in this text; empty if there is none or somebody spoiled it. */
  public static Optional<OwnerMark> parse(String text) {
    Matcher found = TEXT.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new OwnerMark(
              found.group(1), found.group(2), found.group(3), Integer.parseInt(found.group(4))));
    } catch (IllegalArgumentException spoiled) {
      return Optional.empty();
    }
  }
}
