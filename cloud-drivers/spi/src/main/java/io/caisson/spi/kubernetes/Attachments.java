package io.caisson.spi.kubernetes;

import java.util.List;

/**
 * Volumes that are attached to nodes, as the cluster's own controllers know it. What a cloud says
 * of its servers' disks is another matter.
 */
public interface Attachments {
  /**
   * Volumes that are attached to the node, are being attached or detached: its VolumeAttachments.
   * Those of Nodes that are gone stay until they are detached.
   */
  List<Attachment> of(String node);

  /**
   * @param name of the VolumeAttachment
   * @param volume name of the PersistentVolume; empty for a volume that has none
   * @param claim {@code NAMESPACE/NAME} of the claim that the volume is bound to, or empty
   * @param attached false while it is only being attached
   * @param trouble what stands against its detachment, in its driver's words, or empty
   */
  record Attachment(String name, String volume, String claim, boolean attached, String trouble) {
    @Override
    public String toString() {
      return claim.isEmpty() ? volume.isEmpty() ? name : volume : claim;
    }
  }
}
