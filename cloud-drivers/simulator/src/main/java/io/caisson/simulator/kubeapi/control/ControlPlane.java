package io.caisson.simulator.kubeapi.control;

import io.caisson.simulator.kubeapi.ClusterClient;
import io.caisson.simulator.model.Timeline;
import java.util.List;

/** Which loops there are. */
public final class ControlPlane {
  private ControlPlane() {}

  public static List<Controller> controllers(ClusterClient client, Timeline timeline) {
    return List.of(
        new Disruptions(client, timeline),
        new NodeLifecycle(client, timeline),
        new PodGarbage(client));
  }
}
