package io.caisson.domain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final String SECRET = "q7Zr-0aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789_A";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CAISSON_SECRET=%s",
        "cloud-init: writing %s to a file",
        "header = \"Authorization: Bearer cluster_worker-1.%s\"",
        "password: %s",
        "{\"password\": \"%s\"}",
        "client-key-data: %s",
        "join --token %s --x",
        "https://user:%s@mirror.example/",
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\n%s",
        "abc\n%s\n-----END RSA PRIVATE KEY-----"
      })
  void aSecretIsTakenOut(String form) {
    String plain = Redaction.of("before\n" + form.formatted(SECRET) + "\nafter");
    assertThat(plain).contains("[removed]").doesNotContain(SECRET).doesNotContain("0aBcDeFgHi");
  }

  @Test
  void shortSecretsAreKnownByTheirNamesAndForms() {
    assertThat(Redaction.of("kubeadm join --token abcdef.0123456789abcdef x"))
        .doesNotContain("0123456789abcdef");
    assertThat(Redaction.of("used abcdef.0123456789abcdef to join"))
        .isEqualTo("used [removed] to join");
    assertThat(Redaction.of("passwd=hunter2 x")).isEqualTo("passwd=[removed] x");
    assertThat(Redaction.of("key 0123456789abcdef0123456789abcdef end")).endsWith("[removed] end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[ERROR FileContent--proc-sys-net-bridge-bridge-nf-call-iptables]: /proc/sys/net is not 1",
        "pod kube-controller-manager-my-cluster-11111111-control-plane-1 is not Ready",
        "failed to pull image registry.k8s.io/kube-controller-manager:v1.34.4: not found",
        "dial tcp 203.0.113.10:6443: i/o timeout",
        "the bootstrap token is invalid; the token expired yesterday",
        "machine 5d0e5b9c-2f1a-4c3b-9d8e-7f6a5b4c3d2e at"
            + " /etc/kubernetes/manifests/kube-apiserver.yaml"
      })
  void whatExplainsAFailureStays(String text) {
    assertThat(Redaction.of(text)).isEqualTo(text);
  }
}
