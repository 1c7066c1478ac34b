package io.caisson.service.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.spi.cloud.Facts;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallerFactsTest {
  private final List<String> asked = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private boolean active = true;
  private boolean there = true;
  private boolean external = true;
  private final CallerFacts facts = new CallerFacts(this::cloud, () -> now);

  @Test
  void whatATokenHasFoundIsKnownForAWhile() {
    ask("a");
    ask("a");
    assertThat(asked).hasSize(6).doesNotHaveDuplicates();

    now = now.plus(CallerFacts.RECENT);
    ask("a");
    assertThat(asked).hasSize(12);
  }

  @Test
  void nobodyIsToldWhatAnotherHasFound() {
    ask("a");
    ask("b");

    assertThat(asked).hasSize(12).contains("a image x", "b image x");
  }

  @Test
  void whatWasNotThereIsAskedForAgain() {
    there = false;
    ask("a");
    ask("a");

    assertThat(asked).hasSize(12);
  }

  @Test
  void anImageThatIsNotActiveIsAskedForAgain() {
    active = false;
    assertThat(facts.of("a").image("x")).map(Facts.Image::active).contains(false);
    active = true;
    assertThat(facts.of("a").image("x")).map(Facts.Image::active).contains(true);
    active = false;
    assertThat(facts.of("a").image("x")).map(Facts.Image::active).contains(true);
  }

  @Test
  void aNetworkOfTheProjectMayHaveGotASubnet() {
    external = false;
    facts.of("a").network("x");
    facts.of("a").network("x");

    assertThat(asked).containsExactly("a network x", "a network x");
  }

  @Test
  void whatChangesWithEachClusterIsAskedEachTime() {
    for (int i = 0; i < 2; i++) {
      assertThat(facts.of("a").quotas()).isEmpty();
      assertThat(facts.of("a").zones()).isEmpty();
    }
    assertThat(asked).containsExactly("a quotas", "a zones", "a quotas", "a zones");
  }

  private void ask(String token) {
    Facts own = facts.of(token);
    assertThat(
            List.of(
                own.flavor("x").isPresent(),
                own.image("x").isPresent(),
                own.network("x").isPresent(),
                own.keyPairExists("x"),
                own.offersVolumes(),
                own.offersLoadBalancers()))
        .containsOnly(there);
  }

  private Facts cloud(String token) {
    return (Facts)
        Proxy.newProxyInstance(
            Facts.class.getClassLoader(),
            new Class<?>[] {Facts.class},
            (_, question, names) -> {
              asked.add(
                  "%s %s%s"
                      .formatted(token, question.getName(), names == null ? "" : " " + names[0]));
              return answer(question.getName());
            });
  }

  private Object answer(String question) {
    Facts.OperatingSystem system = new Facts.OperatingSystem(Optional.empty(), Optional.empty());
    return switch (question) {
      case "flavor" -> Optional.of(new Facts.Flavor("x", "x", 1, 1, 1)).filter(_ -> there);
      case "image" ->
          Optional.of(new Facts.Image("x", "x", active, 0, 0, system, Optional.empty()))
              .filter(_ -> there);
      case "network" ->
          Optional.of(new Facts.NetworkFact("x", "x", external, List.of())).filter(_ -> there);
      case "quotas", "zones" -> List.of();
      default -> there;
    };
  }
}
