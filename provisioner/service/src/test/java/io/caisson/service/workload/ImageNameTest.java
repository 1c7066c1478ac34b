package io.caisson.service.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {
  @ParameterizedTest
  @CsvSource({
    "registry.k8s.io/kube-proxy:v1.34.4, v1.35.4, registry.k8s.io/kube-proxy:v1.35.4",
    "host:5000/x/coredns:v1.9.3, v1.13.1, host:5000/x/coredns:v1.13.1",
    "coredns:1.12.1, v1.13.1, coredns:v1.13.1",
    "coredns:v1.12.1, v1.13.1-own, coredns:v1.13.1-own",
  })
  void anOlderOneIsRaised(String image, String tag, String next) {
    assertThat(ImageName.parse(image).flatMap(one -> one.raisedTo(tag)).orElseThrow())
        .hasToString(next);
  }

  @Test
  void aVersionHasAMinor() {
    assertThat(ImageName.parse("kube-apiserver:v1.35.4").flatMap(ImageName::minor)).contains(35);
    assertThat(ImageName.parse("kube-apiserver:v1.35.4-own").flatMap(ImageName::minor)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "registry/coredns:v1.13.1, v1.13.1",
    "registry/coredns:v1.14.2, v1.13.1",
    "registry/coredns:v2.0.0, v1.13.1",
    "registry/coredns:latest, v1.13.1",
    "registry/coredns:v1.12.1-own, v1.13.1",
    "registry/coredns, v1.13.1",
    "host:5000/coredns, v1.13.1",
    "registry/coredns:v1.12.1@sha256:00, v1.13.1",
    "registry/coredns@sha256:00, v1.13.1"
  })
  void oneThatIsNewerOrSomebodysOwnIsLeft(String image, String tag) {
    assertThat(ImageName.parse(image).flatMap(one -> one.raisedTo(tag))).isEmpty();
  }
}
