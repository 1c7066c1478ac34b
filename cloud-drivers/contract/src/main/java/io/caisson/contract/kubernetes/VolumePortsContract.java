package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.spi.kubernetes.Attachments.Attachment;
import org.junit.jupiter.api.Test;

/** VolumeAttachments through our ports. */
public interface VolumePortsContract extends PortsUnderTest {
  @Test
  default void aNodeWithoutVolumesHasNone(Bench bench) {
    assertThat(api(bench).attachments().of(bench.freshNode())).isEmpty();
  }

  @Test
  default void anAttachmentNamesItsVolumeAndClaim(Bench bench) {
    String node = bench.freshNode();
    String volume = volume(bench);
    String attachment = attach(bench, volume, node);

    Attachment seen = api(bench).attachments().of(node).getFirst();

    assertThat(seen)
        .isEqualTo(new Attachment(attachment, volume, bench.namespace() + "/data", false, ""));
    assertThat(api(bench).attachments().of(bench.unique("other"))).isEmpty();
  }

  @Test
  default void anAttachmentSaysHowFarItIs(Bench bench) {
    String node = bench.freshNode();
    String attachment = attach(bench, volume(bench), node);
    bench
        .admin()
        .patch(
            Caller.MERGE,
            attachments() + "/" + attachment + "/status",
            Doc.of(
                "status: {attached: true, detachError: {message: the disk is busy, time:"
                    + " '2026-01-01T00:00:00Z'}}"))
        .expect(200);

    Attachment seen = api(bench).attachments().of(node).getFirst();

    assertThat(seen.attached()).isTrue();
    assertThat(seen.trouble()).isEqualTo("the disk is busy");
  }

  @Test
  default void anAttachmentOfAVolumeThatHasGoneIsStillThere(Bench bench) {
    String node = bench.freshNode();
    attach(bench, bench.unique("lost"), node);

    assertThat(api(bench).attachments().of(node))
        .singleElement()
        .satisfies(seen -> assertThat(seen.claim()).isEmpty());
  }

  @Test
  default void aDetachedVolumeIsNotThere(Bench bench) {
    String node = bench.freshNode();
    String attachment = attach(bench, volume(bench), node);

    bench.admin().delete(attachments() + "/" + attachment).expect(200);

    assertThat(api(bench).attachments().of(node)).isEmpty();
  }

  private static String attachments() {
    return "/apis/storage.k8s.io/v1/volumeattachments";
  }

  private static String attach(Bench bench, String volume, String node) {
    return bench
        .make(
            attachments(),
            Doc.of(
                "{metadata: {name: %s}, spec: {attacher: csi.example.com, nodeName: %s, source:"
                    + " {persistentVolumeName: %s}}}",
                bench.unique("va"), node, volume))
        .text("/metadata/name");
  }

  private static String volume(Bench bench) {
    return bench
        .make(
            "/api/v1/persistentvolumes",
            Doc.of(
                """
                metadata: {name: %s}
                spec:
                  capacity: {storage: 1Gi}
                  accessModes: [ReadWriteOnce]
                  persistentVolumeReclaimPolicy: Retain
                  csi: {driver: csi.example.com, volumeHandle: %s}
                  claimRef: {apiVersion: v1, kind: PersistentVolumeClaim, namespace: %s, name: data}
                """,
                bench.unique("pv"), bench.unique("disk"), bench.namespace()))
        .text("/metadata/name");
  }
}
