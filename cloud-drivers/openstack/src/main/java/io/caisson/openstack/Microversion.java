package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Nova's API. What we gain by asking for more than 2.1, and do without where a cloud
 * is older:
 *
 * <ul>
 *   <li>2.35: key pairs have pages.
 *   <li>2.57: a server that is rebuilt gets other user-data.
 *   <li>2.64: server groups have one policy; before, a list of one.
 *   <li>2.69: a list still names servers whose cell is down (status {@code UNKNOWN}) instead of
 *       leaving them out, which would look like absence.
 *   <li>2.93: the newest that our shapes were checked with (Zed).
 * </ul>
 */
record Microversion(int major, int minor) implements Comparable<Microversion> {
  static final Microversion WANTED = new Microversion(2, 93);
  static final Microversion REBUILD_USER_DATA = new Microversion(2, 57);
  static final Microversion SINGLE_POLICY = new Microversion(2, 64);
  private static final Pattern TEXT = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

  private static Optional<Microversion> parse(String text) {
    Matcher found = TEXT.matcher(text);
    return found.matches()
        ? Optional.of(
            new Microversion(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2))))
        : Optional.empty();
  }

  /**
   * The one to use with the service that shows this version document; empty if it has none.
   *
   * @throws CloudException {@code Invalid} if the cloud is too new for every version we know
   */
  static Optional<Microversion> negotiate(JsonNode document) {
    JsonNode version = document.path("version");
    Optional<Microversion> most = Json.text(version, "version").flatMap(Microversion::parse);
    Optional<Microversion> least = Json.text(version, "min_version").flatMap(Microversion::parse);
    if (least.isPresent() && least.get().compareTo(WANTED) > 0) {
      throw new CloudException(
          new CloudFault.Invalid("Nova begins at %s, we end at %s".formatted(least.get(), WANTED)));
    }
    return most.map(m -> m.compareTo(WANTED) < 0 ? m : WANTED);
  }

  @Override
  public int compareTo(Microversion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  /** As the header has it, such as {@code 2.93}. */
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
