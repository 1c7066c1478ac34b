package io.caisson.domain.cluster;

import java.util.regex.Pattern;

/**
 * Takes out of what a guest prints all that could be a secret, because it is kept and shown: keys
 * and certificates, what is called a token, key or password, join tokens, and any long word that
 * looks like random bytes. It rather takes too much.
 */
public final class Redaction {
  private static final String GONE = "[removed]";
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;

  /** Also one that was cut off at its end. */
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN [A-Z0-9 ]*-----.*?(-----END [A-Z0-9 ]*-----|\\z)", FLAGS);

  /** One that was cut off at its beginning. */
  private static final Pattern PEM_END = Pattern.compile("\\A.*?-----END [A-Z0-9 ]*-----", FLAGS);

  private static final String NAMES =
      "[a-z0-9_.-]*(?:secret|token|passw(?:or)?d|passphrase|credential|key|key-data|hash)";

  /** {@code name=value}, {@code name: value}, {@code "name": "value"}. */
  private static final Pattern NAMED =
      Pattern.compile("\\b(" + NAMES + ")(\"?\\s*[=:]\\s*\"?)([^\\s\"',;\\[]+)", FLAGS);

  private static final Pattern OPTION =
      Pattern.compile("(--" + NAMES + ")(\\s+)([^\\s\"',;\\[]+)", FLAGS);

  private static final Pattern BEARER = Pattern.compile("(bearer|basic) +[^\\s\"',;]+", FLAGS);
  private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s@]+@");
  private static final Pattern JOIN_TOKEN =
      Pattern.compile("(?<![a-z0-9.])[a-z0-9]{6}\\.[a-z0-9]{16}(?![a-z0-9.])");

  /** Random bytes in Base64: so many capitals has no name and no path. */
  private static final Pattern OPAQUE =
      Pattern.compile("(?=(?:[a-z0-9+/=_-]*[A-Z]){5})[A-Za-z0-9+/=_-]{32,}");

  private static final Pattern HEX = Pattern.compile("\\b[0-9a-fA-F]{32,}\\b");

  private Redaction() {}

  public static String of(String text) {
    String plain = PEM.matcher(text).replaceAll(GONE);
    plain = PEM_END.matcher(plain).replaceAll(GONE);
    plain = BEARER.matcher(plain).replaceAll("$1 " + GONE);
    plain = USER_INFO.matcher(plain).replaceAll("$1" + GONE + "@");
    plain = JOIN_TOKEN.matcher(plain).replaceAll(GONE);
    plain = NAMED.matcher(plain).replaceAll("$1$2" + GONE);
    plain = OPTION.matcher(plain).replaceAll("$1$2" + GONE);
    plain = OPAQUE.matcher(plain).replaceAll(GONE);
    return HEX.matcher(plain).replaceAll(GONE);
  }
}
