package io.caisson.service.store.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that seal, by name; new secrets are sealed with the active one. Its text form has one
 * entry a line (or between semicolons), and {@code #} begins a comment:
 *
 * <pre>
 * active = 2026-11
 * 2026-11 = the key's 32 bytes as Base64
 * 2026-05 = an older one, kept as long as something is sealed with it
 * </pre>
 *
 * <p>A single key needs no {@code active} line.
 */
public final class KeyRing {
  static final int KEY_BYTES = 32;
  private static final String ACTIVE = "active";
  private static final Pattern ENTRY =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,63})\\s*=\\s*(\\S+)");

  private final SortedMap<String, SecretKey> keys;
  private final String active;

  private KeyRing(SortedMap<String, SecretKey> keys, String active) {
    this.keys = keys;
    this.active = active;
  }

  /**
   * Reads a ring.
   *
   * @throws IllegalArgumentException saying which line is wrong and why, without any key
   */
  public static KeyRing parse(String text) {
    SortedMap<String, SecretKey> keys = new TreeMap<>();
    Optional<String> active = Optional.empty();
    int number = 0;
    for (String line : text.split("[\n;]", -1)) {
      number++;
      String entry = line.replaceFirst("#.*", "").strip();
      if (entry.isEmpty()) {
        continue;
      }
      Matcher parts = ENTRY.matcher(entry);
      if (!parts.matches()) {
        throw bad(number, "is not 'NAME = KEY'");
      } else if (parts.group(1).equals(ACTIVE)) {
        active = Optional.of(parts.group(2));
      } else if (keys.putIfAbsent(parts.group(1), key(number, parts.group(2))) != null) {
        throw bad(number, "gives the key '" + parts.group(1) + "' a second time");
      }
    }
    return ring(keys, active);
  }

  private static KeyRing ring(SortedMap<String, SecretKey> keys, Optional<String> active) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("the key ring holds no key");
    }
    if (active.isEmpty() && keys.size() > 1) {
      throw new IllegalArgumentException(
          "the key ring has several keys: say by 'active = NAME' which one seals");
    }
    String name = active.orElseGet(keys::firstKey);
    if (!keys.containsKey(name)) {
      throw new IllegalArgumentException(
          "the active key '%s' is not on the ring: it has %s".formatted(name, keys.keySet()));
    }
    return new KeyRing(keys, name);
  }

  private static SecretKey key(int line, String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (bytes.length == KEY_BYTES) {
        return new SecretKeySpec(bytes, "AES");
      }
    } catch (IllegalArgumentException unreadable) {
      // its message may hold a part of the key
    }
    throw bad(line, "does not hold %d bytes as Base64".formatted(KEY_BYTES));
  }

  private static IllegalArgumentException bad(int line, String why) {
    return new IllegalArgumentException("entry %d of the key ring %s".formatted(line, why));
  }

  /** Reads the ring in a file. */
  public static KeyRing load(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the key ring " + file + " cannot be read", unreadable);
    }
  }

  /** Reads the ring in a file; if there is none, makes one that only its owner can read. */
  public static KeyRing loadOrCreate(Path file, SecureRandom random) {
    try {
      if (!Files.exists(file)) {
        create(file.toAbsolutePath(), random);
      }
      return load(file);
    } catch (IOException unusable) {
      throw new UncheckedIOException("the key ring " + file + " cannot be made", unusable);
    }
  }

  private static void create(Path file, SecureRandom random) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    Path half =
        Files.createTempFile(
            file.resolveSibling(""),
            "keys",
            ".unfinished",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        half,
        """
        # The key that Caisson seals secrets with. Without it they are lost: keep a copy elsewhere.
        first = %s
        """
            .formatted(Base64.getEncoder().encodeToString(key)));
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The name of the key that seals. */
  public String active() {
    return active;
  }

  /** The names of all keys. */
  public Set<String> names() {
    return Set.copyOf(keys.keySet());
  }

  Optional<SecretKey> key(String name) {
    return Optional.ofNullable(keys.get(name));
  }

  /** Names only. */
  @Override
  public String toString() {
    return "KeyRing[active %s of %s]".formatted(active, keys.keySet());
  }
}
