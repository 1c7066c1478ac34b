package io.caisson.simulator.guest.kubeadm;

import io.caisson.simulator.etcd.EtcdServer;
import io.caisson.simulator.guest.kubelet.Kubelet;
import io.caisson.simulator.kubeapi.KubernetesVersion;
import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The machine as the programs on it see it. Its methods are called on the machine's own thread. */
public interface Host {
  String hostname();

  /** Its fixed addresses, that of the first interface first; never empty. */
  List<String> addresses();

  BootedInstance.Hardware hardware();

  /** Which Kubernetes it runs: its image's, if its name tells, or what was installed on it. */
  Optional<KubernetesVersion> kubernetes();

  /** The text of a file, if it is there. */
  Optional<String> file(String path);

  /** A setting of the kernel, empty if nobody set it. */
  String sysctl(String name);

  /** Adds a line to what the running program prints. */
  void print(String line);

  Timeline timeline();

  /** Blocks for that long by the timeline; ends the thread if the machine goes off. */
  void pause(Duration duration);

  /** How long an API server needs to start here, this time. */
  Duration apiServerStart();

  /** Starts etcd, if it does not run yet. */
  void start(EtcdServer etcd);

  /** Makes the machine a member of a control plane: its API server listens from now on. */
  void serve(ControlPlane controlPlane);

  /** Starts the kubelet, which goes on for as long as the machine runs. */
  void run(Kubelet kubelet);

  /** The clusters whose API servers run in this data centre. */
  Clusters clusters();
}
