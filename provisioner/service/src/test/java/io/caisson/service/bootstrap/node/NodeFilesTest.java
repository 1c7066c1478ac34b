package io.caisson.service.bootstrap.node;

import static io.caisson.service.bootstrap.node.NodeSamples.around;
import static io.caisson.service.bootstrap.node.NodeSamples.endpoint;
import static io.caisson.service.bootstrap.node.NodeSamples.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.caisson.service.bootstrap.Golden;
import io.caisson.service.bootstrap.Samples;
import io.caisson.service.bootstrap.node.VirtualAddress.Keeper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeFilesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ubuntu-22.04",
        "ubuntu-24.04",
        "debian-12",
        "debian-13",
        "rocky-9",
        "openeuler-22.03",
        "openeuler-24.03",
        "kylin-v10",
        "loongnix-8",
        "flatcar"
      })
  void aProfilesFilesAreExactlyThese(String profile) {
    Software software = profile.equals("flatcar") ? NodeSamples.DOWNLOADS : NodeSamples.PACKAGES;
    golden(profile, files(Samples.worker("1.34.4"), profile, around(software)));
  }

  @Test
  void everyProfileIsGolden() {
    assertThat(OsProfiles.all().stream().map(OsProfile::name))
        .allMatch(name -> Golden.bytes("node/" + name + ".txt").length > 0);
  }

  @Test
  void everyProfileThatASpecCanHaveHasItsDataAndTheOtherWayRound() {
    assertThat(OsProfiles.all().stream().map(OsProfile::name))
        .containsExactlyInAnyOrderElementsOf(io.caisson.domain.catalogue.OsProfiles.profiles());
  }

  @Test
  void anImageThatHoldsKubernetesInAPlainNetworkIsToldLittle() {
    List<NodeFile> files = files(Samples.worker("1.34.4"), "debian-12", Surroundings.PLAIN);
    assertThat(files.stream().map(NodeFile::path))
        .containsExactly(
            "etc/modules-load.d/caisson.conf",
            "etc/sysctl.d/90-caisson.conf",
            "run/caisson/",
            "run/caisson/prepare",
            "run/caisson/address",
            "run/caisson/kubernetes-version",
            "run/caisson/stop");
  }

  @Test
  void keepalivedKeepsTheControlPlanesAddress() {
    Surroundings around = Surroundings.PLAIN.with(endpoint(Keeper.KEEPALIVED));
    golden("endpoint-keepalived", files(Samples.member("1.34.4"), "debian-12", around));
  }

  @Test
  void kubeVipKeepsTheControlPlanesAddress() {
    Surroundings around = Surroundings.PLAIN.with(endpoint(Keeper.KUBE_VIP));
    golden("endpoint-kube-vip", files(Samples.init("1.34.4"), "debian-12", around));
  }

  @ParameterizedTest
  @CsvSource({"1.28.15, admin.conf", "1.29.0, super-admin.conf"})
  void onTheFirstMachineKubeVipNeedsTheRightsThatExistBeforeKubeadmsAreBound(
      String version, String file) {
    Surroundings around = Surroundings.PLAIN.with(endpoint(Keeper.KUBE_VIP));
    assertThat(content(files(Samples.init(version), "debian-12", around), KubeVip.FILE))
        .contains("path: /etc/kubernetes/" + file);
    assertThat(content(files(Samples.member(version), "debian-12", around), KubeVip.FILE))
        .contains("path: /etc/kubernetes/admin.conf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"KEEPALIVED", "KUBE_VIP"})
  void aWorkerKeepsNoAddress(Keeper keeper) {
    assertThat(
            files(Samples.worker("1.34.4"), "debian-12", Surroundings.PLAIN.with(endpoint(keeper))))
        .isEqualTo(files(Samples.worker("1.34.4"), "debian-12", Surroundings.PLAIN));
  }

  @Test
  void theOnlyMemberHasNoPeers() {
    VirtualAddress alone =
        new VirtualAddress("10.0.0.5", NodeSamples.members("10.0.0.12"), Keeper.KEEPALIVED);
    assertThat(
            content(
                files(Samples.member("1.34.4"), "debian-12", Surroundings.PLAIN.with(alone)),
                Keepalived.FILE))
        .doesNotContain("unicast_peer")
        .contains("10.0.0.5/32");
  }

  @Test
  void theEndpointIsNeverAServersOwnAddress() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new VirtualAddress("10.0.0.5", NodeSamples.members("10.0.0.5"), Keeper.KEEPALIVED))
        .withMessageContaining("10.0.0.5 is the address of a server");
    VirtualAddress servers =
        new VirtualAddress("10.0.0.12", NodeSamples.members("10.0.0.11"), Keeper.KUBE_VIP);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> files(Samples.member("1.34.4"), "debian-12", Surroundings.PLAIN.with(servers)))
        .withMessageContaining("10.0.0.12 is the address of blue-control-2");
  }

  @Test
  void packagesForAProfileWithoutAPackageManagerAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> files(Samples.worker("1.34.4"), "flatcar", around(NodeSamples.PACKAGES)))
        .withMessageContaining("without a package manager");
  }

  @Test
  void anUnknownProfileIsRefusedAndTheKnownOnesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OsProfiles.named("beos-5"))
        .withMessageContainingAll("beos-5", "debian-12", "flatcar");
  }

  private static void golden(String name, List<NodeFile> files) {
    Golden.assertEqual("node/" + name + ".txt", NodeSamples.text(files));
  }

  static String content(List<NodeFile> files, String path) {
    return files.stream()
        .filter(file -> file.path().equals(path))
        .findFirst()
        .orElseThrow()
        .content();
  }
}
