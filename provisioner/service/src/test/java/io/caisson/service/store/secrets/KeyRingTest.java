package io.caisson.service.store.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
  static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @Test
  void theActiveLineSaysWhichKeySeals() {
    KeyRing ring = KeyRing.parse("# keys\nactive = new\n\nold = " + KEY + " # kept\nnew=" + KEY);
    assertThat(ring.active()).isEqualTo("new");
    assertThat(ring.names()).containsExactlyInAnyOrder("old", "new");
  }

  @Test
  void anEnvironmentVariableHasSemicolonsForLines() {
    assertThat(KeyRing.parse("active=b;a=%s;b=%s".formatted(KEY, KEY)).active()).isEqualTo("b");
  }

  @Test
  void aSingleKeyNeedsNoActiveLine() {
    assertThat(KeyRing.parse("only=" + KEY).active()).isEqualTo("only");
  }

  @Test
  void whatIsWrongIsSaidWithItsLine() {
    assertRefused("", "holds no key");
    assertRefused("a=" + KEY + "\nb=" + KEY, "which one seals");
    assertRefused("active=x\na=" + KEY, "'x' is not on the ring: it has [a]");
    assertRefused("a=" + KEY + "\na=" + KEY, "entry 2", "'a' a second time");
    assertRefused("a=" + KEY + "\njust a word", "entry 2", "NAME = KEY");
    assertRefused("a=AAAA", "entry 1", "32 bytes");
    assertRefused("a=!!not-base64!!", "entry 1", "32 bytes");
  }

  private static void assertRefused(String text, String... why) {
    assertThatThrownBy(() -> KeyRing.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(why)
        .hasMessageNotContainingAny(KEY, "AAAA", "!!not");
  }

  @Test
  void noKeyIsShown() {
    assertThat(KeyRing.parse("only=" + KEY).toString()).isEqualTo("KeyRing[active only of [only]]");
  }

  @Test
  void aGeneratedRingIsItsOwnersAloneAndStaysTheSame(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys");
    KeyRing.loadOrCreate(file, new SecureRandom());
    String first = Files.readString(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    KeyRing.loadOrCreate(file, new SecureRandom());
    assertThat(Files.readString(file)).isEqualTo(first);
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
  }
}
