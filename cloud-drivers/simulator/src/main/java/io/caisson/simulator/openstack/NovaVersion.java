package io.caisson.simulator.openstack;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A microversion of Nova's API.
 *
 * @param minor 1 to {@value #NEWEST}: the figure after {@code 2.}
 */
record NovaVersion(int minor) {
  static final int NEWEST = 93;
  private static final Pattern FORM = Pattern.compile("([1-9]\\d*)\\.([1-9]\\d*|0)");

  boolean atLeast(int other) {
    return minor >= other;
  }

  @Override
  public String toString() {
    return "2." + minor;
  }

  /**
   * The microversion that the request asks for.
   *
   * @throws NovaFault if Nova does not know it
   */
  static NovaVersion of(Request request) {
    Optional<String> asked =
        request
            .header("OpenStack-API-Version")
            .map(String::trim)
            .filter(value -> value.startsWith("compute "))
            .map(value -> value.substring("compute ".length()).trim())
            .or(() -> request.header("X-OpenStack-Nova-API-Version"));
    return asked.map(NovaVersion::parse).orElse(new NovaVersion(1));
  }

  private static NovaVersion parse(String text) {
    if (text.equals("latest")) {
      return new NovaVersion(NEWEST);
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches() || text.length() > 12) {
      throw NovaFault.badRequest(
          "API Version String %s is of invalid format. Must be of format MajorNum.MinorNum."
              .formatted(text));
    }
    long minor = Long.parseLong(form.group(2));
    if (!form.group(1).equals("2") || minor < 1 || minor > NEWEST) {
      throw NovaFault.notAcceptable(text);
    }
    return new NovaVersion((int) minor);
  }
}
