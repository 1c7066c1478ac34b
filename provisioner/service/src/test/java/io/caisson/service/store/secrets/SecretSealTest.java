package io.caisson.service.store.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.store.ClusterStore.SealedSecrets;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretSealTest {
  private static final ClusterId ONE = new ClusterId("00000000-0000-0000-0000-000000000001");
  private static final ClusterId OTHER = new ClusterId("00000000-0000-0000-0000-000000000002");
  private static final byte[] SECRETS =
      "the key of a certificate authority".getBytes(StandardCharsets.UTF_8);
  private static final String OLD = key();
  private static final String NEW = key();

  private final SecretSeal old = seal("old=" + OLD);
  private final SecretSeal rotated = seal("active=new;old=%s;new=%s".formatted(OLD, NEW));

  private static String key() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static SecretSeal seal(String ring) {
    return new SecretSeal(KeyRing.parse(ring), "cluster", new SecureRandom());
  }

  @Test
  void whatWasSealedIsOpened() {
    assertThat(old.open(ONE, old.seal(ONE, SECRETS))).isEqualTo(SECRETS);
    assertThat(old.open(ONE, old.seal(ONE, new byte[0]))).isEmpty();
  }

  @Test
  void noSecretCanBeReadInWhatIsKept() {
    SealedSecrets sealed = old.seal(ONE, SECRETS);
    String bytes = new String(sealed.sealed(), StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains("old").doesNotContain("certificate");
    assertThat(sealed.toString()).matches("SealedSecrets\\[\\d+ bytes]");
  }

  @Test
  void theSameSecretsAreSealedDifferentlyEachTime() {
    assertThat(old.seal(ONE, SECRETS)).isNotEqualTo(old.seal(ONE, SECRETS));
  }

  @Test
  void oneClustersSecretsAreNotAnothers() {
    SealedSecrets sealed = old.seal(ONE, SECRETS);
    assertThatThrownBy(() -> old.open(OTHER, sealed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(OTHER.toString())
        .hasMessageContaining("another cluster's");
  }

  @Test
  void onePurposesSecretsAreNotAnothers() {
    SecretSeal other = new SecretSeal(KeyRing.parse("old=" + OLD), "audit", new SecureRandom());
    SealedSecrets sealed = old.seal(ONE, SECRETS);
    assertThatThrownBy(() -> other.open(ONE, sealed)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noByteCanBeChangedOrCutOff() {
    byte[] sealed = old.seal(ONE, SECRETS).sealed();
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 0x20;
      assertRefused(changed);
      assertRefused(Arrays.copyOf(sealed, i));
    }
    assertRefused(Arrays.copyOf(sealed, sealed.length + 1));
  }

  private void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> old.open(ONE, new SealedSecrets(bytes)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aMissingKeyIsNamed() {
    SealedSecrets sealed = rotated.seal(ONE, SECRETS);
    assertThatThrownBy(() -> old.open(ONE, sealed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'new', which is not on the key ring")
        .hasMessageContaining("active old of [old]")
        .hasMessageNotContainingAny(OLD, NEW);
  }

  @Test
  void anotherKeyOfTheSameNameDoesNotOpen() {
    SealedSecrets sealed = old.seal(ONE, SECRETS);
    assertThatThrownBy(() -> seal("old=" + NEW).open(ONE, sealed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not the one that sealed them");
  }

  @Test
  void afterARotationOldSecretsAreOpenedAndSealedAnew() {
    SealedSecrets sealed = old.seal(ONE, SECRETS);
    assertThat(rotated.open(ONE, sealed)).isEqualTo(SECRETS);
    SealedSecrets anew = rotated.reseal(ONE, sealed).orElseThrow();
    assertThat(seal("new=" + NEW).open(ONE, anew)).isEqualTo(SECRETS);
    assertThat(rotated.reseal(ONE, anew)).isEmpty();
  }
}
