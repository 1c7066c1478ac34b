package io.caisson.domain.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.catalogue.KubernetesVersion;
import io.caisson.spi.kubernetes.EtcdMember;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdUpgradeGuardTest {
  private static final EtcdMember SILENT =
      member("cp-3", new EtcdMember.Silent("connection refused"));

  @ParameterizedTest
  @ValueSource(strings = {"3.5.26", "3.5.33", "3.6.5", "3.6.0-rc.1", "4.0.0", "v3.5.26"})
  void membersThatAreNewEnoughLetItJoin(String version) {
    assertThat(verdict("1.34.4", of("cp-1", version), of("cp-2", "3.6.6")).goes()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.5.25", "3.5.9", "3.4.37", "2.3.8", "", "unknown"})
  void oneThatIsOlderOrUnreadableHoldsItUp(String version) {
    assertThat(verdict("1.34.4", of("cp-1", version), of("cp-2", "3.6.6")).goes()).isFalse();
  }

  @Test
  void theWordsNameTheMembersAndTheCure() {
    assertThat(verdict("1.34.11", of("cp-1", "3.5.24"), of("cp-2", "3.5.26"), of("cp-3", "3.5.21")))
        .isEqualTo(
            Verdict.hold(
                "member cp-1 (3.5.24), member cp-3 (3.5.21) of etcd must be of 3.5.26 or newer"
                    + " before Kubernetes 1.34.11 brings 3.6, in which members that were removed"
                    + " come back from older ones; name such a version as etcd.local.imageTag in"
                    + " ConfigMap kube-system/kubeadm-config, replace the machines of the control"
                    + " plane, and take the tag out again"));
  }

  @Test
  void oneThatIsSilentIsWaitedFor() {
    assertThat(verdict("1.35.4", of("cp-1", "3.6.5"), SILENT))
        .asString()
        .contains("cp-3 (which does not answer)", "wait until each of them answers")
        .doesNotContain("cp-1", "imageTag");
  }

  @Test
  void beforeEtcd36NothingHoldsItUp() {
    assertThat(verdict("1.33.13", of("cp-1", "3.5.21"), SILENT).goes()).isTrue();
    assertThat(new EtcdUpgradeGuard(Optional.empty()).mayJoin(version("1.33.13")).goes()).isTrue();
  }

  @Test
  void unknownMembersHoldItUp() {
    assertThat(new EtcdUpgradeGuard(Optional.empty()).mayJoin(version("1.34.4")))
        .isEqualTo(Verdict.hold("etcd does not say which version its members have"));
  }

  private static Verdict verdict(String release, EtcdMember... members) {
    return new EtcdUpgradeGuard(Optional.of(List.of(members))).mayJoin(version(release));
  }

  private static KubernetesVersion version(String text) {
    return KubernetesVersion.parse(text).orElseThrow();
  }

  private static EtcdMember of(String name, String version) {
    return member(name, new EtcdMember.Status(false, version, 1, List.of()));
  }

  private static EtcdMember member(String name, EtcdMember.Answer answer) {
    return new EtcdMember(1, name, List.of("https://10.0.0.1:2380"), List.of(), false, answer);
  }
}
