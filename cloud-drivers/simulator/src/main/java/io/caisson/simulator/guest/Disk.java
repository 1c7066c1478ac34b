package io.caisson.simulator.guest;

import io.caisson.simulator.etcd.EtcdServer;
import io.caisson.simulator.guest.kubeadm.ControlPlane;
import io.caisson.simulator.guest.kubelet.Kubelet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What outlives a reboot: an instance's files, and the programs that start at boot. */
final class Disk {
  private final Map<String, String> files = new ConcurrentHashMap<>();
  private volatile Optional<ControlPlane> controlPlane = Optional.empty();
  private volatile Optional<EtcdServer> etcd = Optional.empty();
  private volatile Optional<Kubelet> kubelet = Optional.empty();

  void write(String path, String content) {
    files.put(path, content);
  }

  Optional<String> read(String path) {
    return Optional.ofNullable(files.get(path));
  }

  Map<String, String> files() {
    return files;
  }

  void install(ControlPlane member) {
    controlPlane = Optional.of(member);
  }

  void install(EtcdServer member) {
    etcd = Optional.of(member);
  }

  void install(Kubelet program) {
    kubelet = Optional.of(program);
  }

  Optional<ControlPlane> controlPlane() {
    return controlPlane;
  }

  Optional<EtcdServer> etcd() {
    return etcd;
  }

  Optional<Kubelet> kubelet() {
    return kubelet;
  }
}
