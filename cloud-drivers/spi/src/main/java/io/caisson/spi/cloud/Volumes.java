package io.caisson.spi.cloud;

import java.util.List;
import java.util.Optional;

/**
 * The volumes of one project. A volume is made before the server that uses it, and outlives it:
 * servers are ordered with {@link ServerOrder.Disks}, and never take a volume with them.
 */
public interface Volumes {
  /**
   * Asks for one volume; it is filled later, and shows a failure as {@link Volume.Status#ERROR}.
   *
   * @return its id
   */
  String createVolume(VolumeOrder order);

  /** Asks for its deletion. One that a server has gives {@link CloudFault.Conflict}. */
  void deleteVolume(String id);

  /** The volume, or empty if the API says 404 for it. */
  Optional<Volume> volume(String id);

  /** All volumes of the project, ours or not. */
  List<Volume> volumes();

  /** Names of the types that volumes can be of. */
  List<String> types();
}
