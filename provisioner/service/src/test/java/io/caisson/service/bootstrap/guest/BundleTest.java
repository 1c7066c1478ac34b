package io.caisson.service.bootstrap.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.service.bootstrap.Golden;
import io.caisson.service.bootstrap.Samples;
import io.caisson.service.bootstrap.kubeadm.NodeOrder;
import io.caisson.service.bootstrap.node.OsProfiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

class BundleTest {
  @Test
  void theFirstControlPlanesFilesAreExactlyThese() throws IOException {
    Golden.assertEqual("bundle-init.txt", listing(bundle(Samples.init("1.34.4"))));
  }

  @Test
  void aWorkersFilesAreExactlyThese() throws IOException {
    Golden.assertEqual("bundle-join-worker.txt", listing(bundle(Samples.worker("1.34.4"))));
  }

  @Test
  void aFurtherControlPlanesFilesAreExactlyThese() throws IOException {
    Golden.assertEqual("bundle-join-control-plane.txt", listing(bundle(Samples.member("1.34.4"))));
  }

  @Test
  void aFurtherControlPlaneGetsTheSameKeysAsTheFirst() throws IOException {
    Map<String, String> first = contents(bundle(Samples.init("1.34.4")));
    Map<String, String> second = contents(bundle(Samples.member("1.34.4")));
    first.keySet().removeIf(path -> !path.startsWith("etc/kubernetes"));
    assertThat(first).hasSize(11);
    assertThat(second).containsAllEntriesOf(first).containsEntry("run/caisson/action", "join\n");
  }

  @Test
  void everyMemberOfAControlPlaneGetsTheApiServersFilesForRootAlone() throws IOException {
    byte[] tar = bundle(Samples.fullMember("1.34.4"));
    assertThat(listing(tar))
        .contains("0600 root:root (0:0) 2026-01-01T00:00:00Z etc/kubernetes/encryption.yaml\n");
    assertThat(contents(bundle(Samples.fullInit("1.34.4"))))
        .containsEntry(
            "etc/kubernetes/audit-policy.yaml",
            contents(tar).get("etc/kubernetes/audit-policy.yaml"))
        .containsEntry(
            "etc/kubernetes/encryption.yaml", contents(tar).get("etc/kubernetes/encryption.yaml"));
  }

  @Test
  void aWorkersBundleHoldsNoKeyOfTheCluster() throws IOException {
    assertThat(contents(bundle(Samples.worker("1.34.4"))).values())
        .noneMatch(content -> content.contains("PRIVATE KEY"));
  }

  @Test
  void equalContentsMakeEqualBytes() {
    assertThat(bundle(Samples.init("1.34.4"))).isEqualTo(bundle(Samples.init("1.34.4")));
  }

  @Test
  void sysctlsAndModulesAreOnePerLine() throws IOException {
    Map<String, String> files = contents(bundle(Samples.worker("1.34.4")));
    assertThat(files.get("etc/modules-load.d/caisson.conf"))
        .isEqualTo("overlay\nbr_netfilter\nnf_conntrack\n");
    assertThat(files.get("etc/sysctl.d/90-caisson.conf"))
        .contains("net.ipv4.ip_forward = 1\n")
        .endsWith("\n");
  }

  private static byte[] bundle(NodeOrder order) {
    return Bundle.tar(new BundleContent(order, Samples.pki(), OsProfiles.named("ubuntu-24.04")));
  }

  private static String listing(byte[] tar) throws IOException {
    StringBuilder text = new StringBuilder();
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        text.append(
            "%04o %s:%s (%d:%d) %s %s%n"
                .formatted(
                    e.getMode() & 07777,
                    e.getUserName(),
                    e.getGroupName(),
                    e.getLongUserId(),
                    e.getLongGroupId(),
                    e.getLastModifiedTime(),
                    e.getName()));
      }
    }
    return text.toString();
  }

  private static Map<String, String> contents(byte[] tar) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        files.put(e.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}
