package io.caisson.service.bootstrap.guest;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * How a guest reaches the service.
 *
 * @param url {@code https://HOST:PORT} of the guests' listener
 * @param authority PEM of the one certificate that signs the listener's
 * @param machine the machine's id
 */
public record GuestAccess(URI url, String authority, String machine, MachineSecret secret) {
  private static final Pattern URL = Pattern.compile("https://[A-Za-z0-9.\\[\\]:-]+");
  private static final Pattern MACHINE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  public GuestAccess {
    if (!URL.matcher(url.toString()).matches()) {
      throw new IllegalArgumentException("not an https URL without a path: " + url);
    }
    if (!MACHINE.matcher(machine).matches()) {
      throw new IllegalArgumentException("not a machine's id: " + machine);
    }
  }

  /** Lines that a shell reads as they stand: no value holds a character that needs quoting. */
  String configuration() {
    return "CAISSON_URL=%s\nCAISSON_MACHINE=%s\nCAISSON_SECRET=%s\n"
        .formatted(url, machine, secret.text());
  }
}
