package io.caisson.service.bootstrap.guest;

import io.caisson.service.bootstrap.node.OsProfile;
import io.caisson.spi.cloud.ServerOrder;
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

  private GuestUserData() {}

  /**
   * In the form that the operating system reads.
   *
   * @param hostname the machine's name, which becomes the node's
   * @throws IllegalStateException if it is longer than clouds take
   */
  public static String of(OsProfile os, String hostname, GuestAccess access) {
    String command = os.places().script();
    List<GuestFile> files =
        List.of(
            new GuestFile("/etc/caisson/bootstrap.conf", 0600, access.configuration()),
            new GuestFile("/etc/caisson/ca.pem", 0644, access.authority()),
            new GuestFile(command, 0755, script()));
    return checked(
        switch (os.form()) {
          case CLOUD_CONFIG -> new CloudConfig(hostname, files, List.of(List.of(command))).text();
          case IGNITION -> new Ignition(hostname, files, command).text();
        });
  }

  static String checked(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > ServerOrder.USER_DATA_LIMIT) {
      throw new IllegalStateException(
          "the user-data has %,d bytes; clouds take at most %,d"
              .formatted(bytes, ServerOrder.USER_DATA_LIMIT));
    }
    return text;
  }

  private static String script() {
    try (InputStream in = GuestUserData.class.getResourceAsStream(SCRIPT)) {
      return new String(Objects.requireNonNull(in, SCRIPT).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
