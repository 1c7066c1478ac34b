package io.caisson.service.store.postgres;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a PostgreSQL is and how it lets us in.
 *
 * @param url a JDBC URL
 * @param user empty if the URL itself says, or the server does not ask
 * @param password as {@code user}
 */
public record DatabaseAddress(String url, Optional<String> user, Optional<String> password) {
  private static final String JDBC = "jdbc:";
  private static final String FORM =
      "a database's URL is jdbc:postgresql://HOST:PORT/DATABASE, with ?user=...&password=... or"
          + " both given apart, or postgresql://USER:PASSWORD@HOST:PORT/DATABASE";

  public DatabaseAddress {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(FORM);
    }
  }

  /**
   * Reads an address in either form.
   *
   * @param user wins over what the URL says
   * @throws IllegalArgumentException that says which forms there are, and repeats no password
   */
  public static DatabaseAddress parse(
      String url, Optional<String> user, Optional<String> password) {
    if (url.startsWith(JDBC)) {
      return new DatabaseAddress(url, user, password);
    }
    try {
      URI parts = URI.create(url.replaceFirst("^postgres:", "postgresql:"));
      Optional<String> login = Optional.ofNullable(parts.getRawUserInfo());
      String authority = Optional.ofNullable(parts.getRawAuthority()).orElse("");
      String query = Optional.ofNullable(parts.getRawQuery()).map(it -> "?" + it).orElse("");
      return new DatabaseAddress(
          JDBC
              + parts.getScheme()
              + "://"
              + authority.substring(authority.lastIndexOf('@') + 1)
              + parts.getRawPath()
              + query,
          user.or(() -> login.map(it -> decoded(it.split(":", 2)[0]))),
          password.or(
              () -> login.filter(it -> it.contains(":")).map(it -> decoded(it.split(":", 2)[1]))));
    } catch (IllegalArgumentException unreadable) {
      throw new IllegalArgumentException(FORM);
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return "DatabaseAddress[" + url.replaceFirst("\\?.*", "") + "]";
  }
}
