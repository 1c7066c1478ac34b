package io.caisson.simulator.kubeapi;

import io.caisson.simulator.model.Timeline;
import java.util.ArrayList;
import java.util.List;

/** Which loops there are. */
final class ControlPlane {
  private ControlPlane() {}

  static List<Controller> controllers(
      ClusterClient client, Timeline timeline, ControllerSettings settings) {
    List<Controller> all =
        new ArrayList<>(
            List.of(
                new Scheduler(client, timeline),
                new ReplicaSets(client, timeline),
                new Deployments(client, timeline),
                new StatefulSets(client, timeline),
                new DaemonSets(client),
                new Jobs(client, timeline),
                new Disruptions(client, timeline),
                new NodeLifecycle(client, timeline, settings.nodeMonitorGrace()),
                new TaintEviction(client, timeline),
                new PodGarbage(client),
                new Garbage(client),
                new Namespaces(client),
                new Slices(client)));
    if (!settings.podSubnet().isEmpty()) {
      all.add(new NodeIpam(client, timeline, settings.podSubnet()));
    }
    return all;
  }
}
