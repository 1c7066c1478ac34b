package io.caisson.service.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.caisson.service.bootstrap.addon.ImageSource;
import io.caisson.service.bootstrap.node.Software.Download;
import io.caisson.service.bootstrap.node.Software.Repository;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What would break out of a file, or would be taken unchecked, never becomes a value. */
class NodeValuesTest {
  private static final URI MIRROR = URI.create("https://mirror.example/x");

  @ParameterizedTest
  @ValueSource(strings = {"../etc/passwd", "/etc", "a//b", "a b", "a/../b", ""})
  void aPathOutsideOfTheRootIsRefused(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> NodeFile.file(path, 0600, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "docker.io/library", "a b", "a\"b", "A.example", "../x"})
  void whatIsNoRegistrysHostIsRefused(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Registry(host, List.of(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x", "https://x/?q", "https://user@x"})
  void whatIsNoMirrorIsRefused(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Registry("docker.io", List.of(URI.create(uri)), Optional.empty()));
  }

  @Test
  void aProxysPasswordIsInNoMessage() {
    Optional<URI> wrong = Optional.of(URI.create("socks://user:secret@x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Proxies(wrong, Optional.empty(), List.of()))
        .withMessageNotContaining("secret");
    Proxies right =
        new Proxies(Optional.of(URI.create("http://user:secret@x:1")), Optional.empty(), List.of());
    assertThat(right.toString()).doesNotContain("secret");
  }

  @Test
  void aRepositoryWithoutAKeyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Repository("kubernetes", MIRROR, ""))
        .withMessageContaining("unsigned packages are not taken");
  }

  @ParameterizedTest
  @CsvSource({
    "https://x.example/kubeadm, 00, /opt/bin/kubeadm",
    "https://x.example/cni.tgz, OK, /opt/cni/bin",
    "https://x.example/kubeadm, OK, /opt/bin/",
    "https://x.example/kubeadm, OK, /opt/../etc/passwd",
    "file:///kubeadm, OK, /opt/bin/kubeadm"
  })
  void aDownloadThatCannotBeCheckedOrPlacedIsRefused(URI uri, String sum, String target) {
    String sha256 = sum.equals("OK") ? "a".repeat(64) : sum;
    assertThatIllegalArgumentException().isThrownBy(() -> new Download(uri, sha256, target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "x;reboot", "x\ny"})
  void whatIsNoTimeServerIsRefused(String server) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Surroundings(
                    ImageSource.upstream(),
                    List.of(),
                    Optional.empty(),
                    List.of(server),
                    List.of(),
                    new Software.InImage(),
                    Optional.empty()));
  }
}
