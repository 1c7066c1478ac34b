package io.caisson.simulator.guest;

import io.caisson.simulator.etcd.EtcdServer;
import io.caisson.simulator.guest.kubeadm.Clusters;
import io.caisson.simulator.guest.kubeadm.ControlPlane;
import io.caisson.simulator.guest.kubeadm.Host;
import io.caisson.simulator.guest.kubelet.Kubelet;
import io.caisson.simulator.kubeapi.ApiListeners;
import io.caisson.simulator.kubeapi.KubernetesVersion;
import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.BootedInstance.Nic;
import io.caisson.simulator.model.FloatingAddress;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of an instance from power-on to power-off, as the programs on it see it. */
final class Machine implements Host {
  private static final Pattern VERSION = Pattern.compile("v?1\\.\\d{1,3}\\.\\d{1,3}");

  private final Rack rack;
  private final BootedInstance instance;
  private final Disk disk;
  private final StringBuilder log = new StringBuilder();
  private final Map<String, ApiListeners.Listener> listeners = new LinkedHashMap<>();
  private final Set<FloatingAddress> floating = new LinkedHashSet<>();
  private final Set<String> held = new LinkedHashSet<>();
  private Optional<EtcdServer.Listener> etcd = Optional.empty();
  private boolean on = true;
  private Optional<String> hostname = Optional.empty();

  Machine(Rack rack, BootedInstance instance, Disk disk) {
    this.rack = rack;
    this.instance = instance;
    this.disk = disk;
    for (Nic nic : instance.nics()) {
      nic.floating().forEach(one -> floating.add(new FloatingAddress(one, nic.address())));
    }
  }

  BootedInstance instance() {
    return instance;
  }

  Disk disk() {
    return disk;
  }

  /** What the programs have printed so far, for the messages to the service. */
  String log() {
    return log.toString();
  }

  void rename(String name) {
    hostname = Optional.of(name);
  }

  void console(String line) {
    rack.dataCentre().appendConsole(instance.id(), line + "\n");
  }

  @Override
  public String hostname() {
    return hostname.orElse(instance.name());
  }

  @Override
  public List<String> addresses() {
    return instance.nics().stream().map(Nic::address).toList();
  }

  @Override
  public BootedInstance.Hardware hardware() {
    return instance.hardware();
  }

  @Override
  public Optional<KubernetesVersion> kubernetes() {
    return installs() ? ordered() : inTheImage().or(this::ordered);
  }

  /** What its image's name says that it holds. */
  Optional<KubernetesVersion> inTheImage() {
    Matcher version = VERSION.matcher(instance.hardware().image());
    return version.find()
        ? Optional.of(KubernetesVersion.parse(version.group()))
        : Optional.empty();
  }

  /** What its bundle wants it to run. */
  Optional<KubernetesVersion> ordered() {
    return file("/run/caisson/kubernetes-version").map(String::strip).map(KubernetesVersion::parse);
  }

  /** Whether it gets software that its image does not hold. */
  boolean installs() {
    return file("/run/caisson/packages").isPresent() || file("/run/caisson/downloads").isPresent();
  }

  @Override
  public Optional<String> file(String path) {
    return disk.read(path);
  }

  @Override
  public String sysctl(String name) {
    Pattern line = Pattern.compile("(?m)^\\s*" + Pattern.quote(name) + "\\s*=\\s*(\\S+)\\s*$");
    return disk.files().entrySet().stream()
        .filter(file -> file.getKey().startsWith("/etc/sysctl.d/"))
        .map(file -> line.matcher(file.getValue()))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst()
        .orElse("");
  }

  @Override
  public void print(String line) {
    log.append(line).append('\n');
  }

  @Override
  public Timeline timeline() {
    return rack.dataCentre().timeline();
  }

  @Override
  public void pause(Duration duration) {
    CountDownLatch over = new CountDownLatch(1);
    timeline().schedule(duration, over::countDown);
    try {
      over.await();
    } catch (InterruptedException e) {
      throw new PoweredOff();
    }
  }

  /** Ends only with the machine. */
  void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new PoweredOff();
    }
  }

  Duration nodePreparation() {
    return rack.vary(rack.timing().node());
  }

  @Override
  public Duration apiServerStart() {
    return rack.vary(rack.timing().api());
  }

  @Override
  public synchronized void serve(ControlPlane controlPlane) {
    if (!on) {
      throw new PoweredOff();
    }
    disk.install(controlPlane);
    start(controlPlane.etcd());
    addresses().forEach(address -> answerAt(controlPlane, address));
    KeptAddresses.of(disk).stream()
        .filter(kept -> mayAnswerFor(kept.address()))
        .filter(kept -> rack.shared().join(kept, this))
        .forEach(kept -> hold(controlPlane, kept.address()));
  }

  /** From what else than its own addresses the cloud lets packets pass. */
  private boolean mayAnswerFor(String address) {
    return instance.nics().stream().anyMatch(nic -> nic.allows(address));
  }

  private void hold(ControlPlane member, String address) {
    held.add(address);
    answerAt(member, address);
  }

  /** Whether its API server says that it is. */
  synchronized boolean isReady() {
    return on && disk.controlPlane().filter(ControlPlane::hasEtcd).isPresent();
  }

  /** It answers for a shared address no more. */
  synchronized void release(String address) {
    held.remove(address);
    close(address);
    floating.stream()
        .filter(one -> one.fixed().equals(address))
        .forEach(one -> close(one.floating()));
  }

  private void close(String address) {
    ApiListeners.Listener listener = listeners.remove(address);
    if (listener != null) {
      listener.close();
    }
  }

  /** It is to answer for a shared address; whether it does. */
  synchronized boolean take(String address) {
    if (on && !listeners.isEmpty()) {
      disk.controlPlane().ifPresent(member -> hold(member, address));
    }
    return listeners.containsKey(address);
  }

  @Override
  public synchronized void start(EtcdServer server) {
    if (!on) {
      throw new PoweredOff();
    }
    disk.install(server);
    if (etcd.isEmpty()) {
      try {
        etcd = Optional.of(server.open(rack.listeners()));
      } catch (ApiListeners.AddressTaken taken) {
        console("etcd: " + taken.getMessage());
      }
    }
    server.cluster().etcd().started(server.member());
  }

  @Override
  public synchronized void run(Kubelet kubelet) {
    if (!on) {
      throw new PoweredOff();
    }
    disk.install(kubelet);
  }

  @Override
  public Clusters clusters() {
    return rack.clusters();
  }

  /** Power or software is gone: nothing of it answers, nothing speaks any more. */
  synchronized void silence() {
    on = false;
    disk.kubelet().ifPresent(Kubelet::stop);
    disk.etcd().ifPresent(own -> own.cluster().etcd().stopped(own.member()));
    etcd.ifPresent(EtcdServer.Listener::close);
    etcd = Optional.empty();
    listeners.values().forEach(ApiListeners.Listener::close);
    listeners.clear();
    held.clear();
    rack.shared().leave(this);
  }

  /** The floating addresses that lead to it. */
  synchronized Set<FloatingAddress> floating() {
    return Set.copyOf(floating);
  }

  synchronized void reachableAt(FloatingAddress address) {
    floating.add(address);
    boolean own = addresses().contains(address.fixed()) || held.contains(address.fixed());
    if (on && own) {
      disk.controlPlane()
          .filter(member -> !listeners.isEmpty())
          .ifPresent(member -> listen(member, address.floating()));
    }
  }

  synchronized void noLongerReachableAt(FloatingAddress address) {
    floating.remove(address);
    close(address.floating());
  }

  /** At an address and at the floating ones that lead to it. */
  private void answerAt(ControlPlane member, String address) {
    listen(member, address);
    floating.stream()
        .filter(one -> one.fixed().equals(address))
        .forEach(one -> listen(member, one.floating()));
  }

  private void listen(ControlPlane member, String address) {
    if (!listeners.containsKey(address)) {
      try {
        listeners.put(
            address,
            rack.listeners()
                .open(
                    member.cluster(), address, member.port(), member.identity(), member::hasEtcd));
      } catch (ApiListeners.AddressTaken taken) {
        console("kube-apiserver: " + taken.getMessage());
      }
    }
  }
}
