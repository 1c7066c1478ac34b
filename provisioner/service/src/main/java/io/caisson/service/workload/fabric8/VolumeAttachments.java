package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.Attachments;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachmentStatus;
import io.fabric8.kubernetes.api.model.storage.VolumeError;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/** VolumeAttachments by fabric8. They cannot be selected by their node. */
final class VolumeAttachments implements Attachments {
  private final KubernetesClient client;

  VolumeAttachments(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public List<Attachment> of(String node) {
    return Faults.told(
        () ->
            Pages.all(client.storage().v1().volumeAttachments()).stream()
                .filter(each -> node.equals(each.getSpec().getNodeName()))
                .map(this::read)
                .toList());
  }

  private Attachment read(VolumeAttachment attachment) {
    String volume =
        Optional.ofNullable(attachment.getSpec().getSource())
            .map(source -> source.getPersistentVolumeName())
            .orElse("");
    Optional<VolumeAttachmentStatus> status = Optional.ofNullable(attachment.getStatus());
    return new Attachment(
        attachment.getMetadata().getName(),
        volume,
        volume.isEmpty() ? "" : claim(volume),
        status.map(VolumeAttachmentStatus::getAttached).orElse(false),
        status.map(VolumeAttachmentStatus::getDetachError).map(VolumeError::getMessage).orElse(""));
  }

  /** A volume that has gone has no claim. */
  private String claim(String volume) {
    PersistentVolume found = Faults.told(() -> client.persistentVolumes().withName(volume).get());
    return Optional.ofNullable(found)
        .map(PersistentVolume::getSpec)
        .map(PersistentVolumeSpec::getClaimRef)
        .map(claim -> claim.getNamespace() + "/" + claim.getName())
        .orElse("");
  }
}
