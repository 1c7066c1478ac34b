package io.caisson.service.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurroundingsFileTest {
  @Test
  void everythingCanBeSaid() {
    Surroundings around =
        SurroundingsFile.parse(
            """
            registries:
              docker.io:
                mirrors: [https://mirror.example/v2/docker.io]
                authority: PEM
            proxy:
              http: http://proxy.example:3128
              direct: [.example]
            time-servers: [ntp.example]
            authorities: [PEM2]
            packages:
              kubernetes:
                uri: https://mirror.example/kubernetes
                key: &key |
                  -----BEGIN PGP PUBLIC KEY BLOCK-----
              others:
                runtime: {uri: https://mirror.example/runtime, key: *key}
            """);
    assertThat(around.registries())
        .containsExactly(
            new Registry(
                "docker.io",
                List.of(URI.create("https://mirror.example/v2/docker.io")),
                Optional.of("PEM")));
    assertThat(around.proxies().orElseThrow().direct()).containsExactly(".example");
    assertThat(around.timeServers()).containsExactly("ntp.example");
    assertThat(around.authorities()).containsExactly("PEM2");
    assertThat(around.software())
        .isInstanceOfSatisfying(
            Software.Packages.class,
            packages -> {
              assertThat(packages.kubernetes().uri().getPath()).isEqualTo("/kubernetes");
              assertThat(packages.others().getFirst().name()).isEqualTo("runtime");
            });
  }

  @Test
  void nothingNeedBeSaid() {
    assertThat(SurroundingsFile.parse("")).isEqualTo(Surroundings.PLAIN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mirrors: {} | the file has 'mirrors', which is not known; known are [authorities,",
        "proxy: {htps: x} | proxy has 'htps', which is not known; known are [direct, http, https]",
        "time-servers: ntp | time-servers in the file is no list",
        "registries: [x] | registries is no mapping",
        "packages: {kubernetes: {uri: https://x/y}} | has no ASCII-armoured public key",
        "a: [ | no YAML",
        "- x | the file is no mapping"
      })
  void whatIsWrongIsNamed(String yaml, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SurroundingsFile.parse(yaml))
        .withMessageContaining(problem);
  }
}
