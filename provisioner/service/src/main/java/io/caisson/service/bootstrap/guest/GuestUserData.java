package io.caisson.service.bootstrap.guest;

import io.caisson.service.bootstrap.guest.CloudConfig.WrittenFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The user-data of a machine that fetches its bundle: an address, a one-time secret, the authority
 * to trust and a script that is the same for all machines. Nothing in it is of use after the join.
 */
public final class GuestUserData {
  static final String SCRIPT = "caisson-bootstrap.sh";
  private static final String COMMAND = "/usr/local/sbin/caisson-bootstrap";

  private GuestUserData() {}

  /**
   * @param hostname the machine's name, which becomes the node's
   */
  public static String of(String hostname, GuestAccess access) {
    List<WrittenFile> files =
        List.of(
            new WrittenFile("/etc/caisson/bootstrap.conf", "0600", access.configuration()),
            new WrittenFile("/etc/caisson/ca.pem", "0644", access.authority()),
            new WrittenFile(COMMAND, "0755", script()));
    return new CloudConfig(hostname, files, List.of(List.of(COMMAND))).text();
  }

  private static String script() {
    try (InputStream in = GuestUserData.class.getResourceAsStream(SCRIPT)) {
      return new String(Objects.requireNonNull(in, SCRIPT).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
