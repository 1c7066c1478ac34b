package io.caisson.service.api.magnum;

import io.caisson.service.tenancy.Refused;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which form of the API a request speaks: {@code OpenStack-API-Version: container-infra 1.9}.
 *
 * @param service the name that the client used, for the answer
 */
record Microversion(String service, int minor) {
  static final String HEADER = "OpenStack-API-Version";
  static final int LEAST = 1;
  static final int MOST = 14;

  private static final String USUAL_NAME = "container-infra";
  private static final Set<String> SERVICES =
      Set.of(USUAL_NAME, "container-infrastructure", "container-infrastructure-management");
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

  /** Outside of the range that is served. */
  static final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unsupported(String version) {
      super(
          "Version %s is not supported by the API: minimum is 1.%d and maximum is 1.%d"
              .formatted(version, LEAST, MOST));
    }
  }

  /** A client that says nothing speaks 1.1. */
  static Microversion of(Optional<String> header) {
    return header
        .filter(text -> !text.isBlank())
        .map(Microversion::parse)
        .orElse(new Microversion(USUAL_NAME, LEAST));
  }

  /** The header may name several services, with a comma between them. */
  private static Microversion parse(String header) {
    return Arrays.stream(header.split(","))
        .map(String::strip)
        .map(part -> part.split("\\s+"))
        .filter(words -> words.length == 2 && SERVICES.contains(words[0]))
        .findFirst()
        .map(words -> new Microversion(words[0], minor(words[1])))
        .orElseThrow(() -> unreadable(header));
  }

  private static int minor(String version) {
    if (version.equals("latest")) {
      return MOST;
    }
    Matcher number = NUMBER.matcher(version);
    if (!number.matches()) {
      throw unreadable(version);
    }
    int minor = Integer.parseInt(number.group(2));
    if (!number.group(1).equals("1") || minor < LEAST || minor > MOST) {
      throw new Unsupported(version);
    }
    return minor;
  }

  private static Refused unreadable(String header) {
    return new Refused(
        Refused.Kind.NOT_ACCEPTABLE,
        "%s: '%s' is not understood; it is '%s 1.%d' or '%s latest'"
            .formatted(
                HEADER,
                header.length() > 80 ? header.substring(0, 80) : header,
                USUAL_NAME,
                MOST,
                USUAL_NAME));
  }

  boolean atLeast(int least) {
    return minor >= least;
  }

  /** As the header says it. */
  @Override
  public String toString() {
    return service + " 1." + minor;
  }
}
