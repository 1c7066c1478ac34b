package io.caisson.service.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Problem;
import io.caisson.spi.cloud.Facts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SystemChoiceTest {
  private final CloudFacts facts = new CloudFacts(new NoFacts());

  @Test
  void theImagesOwnWordsDecide() {
    SystemChoice choice = choice(Map.of());
    choice.add(image("debian", "12.7"), "image");
    assertThat(choice.profile()).isEqualTo("debian-12");
    assertThat(facts.problems()).isEmpty();
  }

  @Test
  void theTenantsWordGoesBeforeTheImages() {
    SystemChoice choice = choice(Map.of("os_profile", "kylin-v10"));
    choice.add(image("", ""), "image");
    assertThat(choice.profile()).isEqualTo("kylin-v10");
    assertThat(facts.problems()).isEmpty();
  }

  @Test
  void anImageThatIsNotKnownIsToldWithWhatToDo() {
    choice(Map.of()).add(image("debian", "7"), "node_groups[0].image");
    Problem problem = facts.problems().getFirst();
    assertThat(problem.path()).isEqualTo("node_groups[0].image");
    assertThat(problem.text())
        .contains("'debian 7'", "debian-12", "set these properties on the image", "os_profile");
  }

  @Test
  void imagesOfTwoSystemsDoNotMakeOneCluster() {
    SystemChoice choice = choice(Map.of());
    choice.add(image("debian", "12"), "a");
    choice.add(image("rocky", "9.4"), "b");
    assertThat(facts.problems().stream().map(Problem::path)).containsExactly("b");
    assertThat(facts.problems().getFirst().text()).contains("rocky-9", "debian-12");
  }

  private SystemChoice choice(Map<String, String> labels) {
    ClusterWish wish =
        new ClusterWish(
            "1.34.4",
            List.of(),
            new ClusterWish.Addresses("net", Optional.empty(), "", "", "flannel", Optional.empty()),
            new Endpoint.ServerAddress(),
            Optional.empty(),
            new ClusterSpec.Timeouts(Duration.ZERO),
            new TreeMap<>(labels));
    return SystemChoice.of(wish, facts);
  }

  private static Facts.Image image(String distro, String version) {
    Facts.OperatingSystem system =
        new Facts.OperatingSystem(
            Optional.of(distro).filter(text -> !text.isEmpty()),
            Optional.of(version).filter(text -> !text.isEmpty()));
    return new Facts.Image("id", "name", true, 1, 1, system, Optional.empty());
  }
}
