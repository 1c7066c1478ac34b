package io.caisson.service.bootstrap.addon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.caisson.service.bootstrap.Golden;
import io.caisson.service.bootstrap.YamlText;
import io.caisson.service.bootstrap.addon.FlannelSettings.Backend;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlannelTest {
  private static final ImageSource MIRROR =
      new ImageSource(Optional.of("registry.example:5000/caisson/"));

  @Test
  void itsDocumentsAreExactlyThese() {
    Golden.assertEqual("flannel-vxlan.yaml", text(Backend.VXLAN, ImageSource.upstream()));
  }

  @Test
  void anotherRegistryAndBackendChangeNothingElse() {
    List<String> plain = text(Backend.VXLAN, ImageSource.upstream()).lines().toList();
    List<String> other = text(Backend.HOST_GW, MIRROR).lines().toList();
    assertThat(other).hasSameSizeAs(plain);
    assertThat(other.stream().filter(line -> !plain.contains(line)).map(String::strip).distinct())
        .containsExactly(
            "\"Type\" : \"host-gw\"",
            "image: registry.example:5000/caisson/flannel-cni-plugin:v1.9.1-flannel1",
            "image: registry.example:5000/caisson/flannel:v0.28.4");
  }

  @Test
  void whatIsInANamespaceComesAfterIt() {
    List<Map<String, Object>> documents = documents(Backend.VXLAN, MIRROR);
    assertThat(documents.stream().map(document -> document.get("kind")))
        .containsExactly(
            "Namespace",
            "ServiceAccount",
            "ClusterRole",
            "ClusterRoleBinding",
            "ConfigMap",
            "DaemonSet");
  }

  @Test
  void backendsAreSpelledAsFlannelSpellsThem() {
    assertThat(Backend.of("host-gw")).contains(Backend.HOST_GW);
    assertThat(Backend.of("udp")).isEmpty();
    assertThat(Backend.texts()).containsExactly("vxlan", "host-gw");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "http://registry.example", "registry.example//x", "Registry", "a b"})
  void whatIsNoRegistryIsRefused(String prefix) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageSource(Optional.of(prefix)))
        .withMessageContaining("not a registry");
  }

  private static String text(Backend backend, ImageSource images) {
    return YamlText.ofAll(documents(backend, images));
  }

  private static List<Map<String, Object>> documents(Backend backend, ImageSource images) {
    return Flannel.documents(new FlannelSettings("10.100.0.0/16", backend, images));
  }
}
