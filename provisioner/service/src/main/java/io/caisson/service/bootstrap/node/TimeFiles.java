package io.caisson.service.bootstrap.node;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Time servers for whichever of chrony and systemd-timesyncd an image has: certificates and tokens
 * fail on a machine with a wrong clock.
 */
final class TimeFiles {
  private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

  /** A clock that is far off is set at once, at the first three measurements. */
  private static final String WHOLE =
      """
      driftfile /var/lib/chrony/drift
      makestep 1.0 3
      rtcsync
      """;

  private TimeFiles() {}

  static List<NodeFile> of(List<String> servers, OsProfile os) {
    if (servers.isEmpty()) {
      return List.of();
    }
    return List.of(
        NodeFile.file(os.places().chrony(), 0644, chrony(servers, os.places().chronyWhole())),
        NodeFile.folder("etc/systemd/timesyncd.conf.d/", 0755),
        NodeFile.file(
            "etc/systemd/timesyncd.conf.d/caisson.conf",
            0644,
            "[Time]\nNTP=" + String.join(" ", servers) + "\n"));
  }

  private static String chrony(List<String> servers, boolean whole) {
    return servers.stream()
        .map("server %s iburst\n"::formatted)
        .collect(Collectors.joining("", whole ? WHOLE : "", ""));
  }

  static void check(String server) {
    if (!SERVER.matcher(server).matches()) {
      throw new IllegalArgumentException("not a time server's name or address: " + server);
    }
  }
}
