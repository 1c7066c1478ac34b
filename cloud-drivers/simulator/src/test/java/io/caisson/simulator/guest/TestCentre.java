package io.caisson.simulator.guest;

import io.caisson.simulator.TestAddresses;
import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.FloatingAddress;
import io.caisson.simulator.model.GuestSide;
import io.caisson.simulator.model.RealTimeline;
import io.caisson.simulator.model.Timeline;
import io.caisson.simulator.model.Timing;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** A data centre of nothing but guests, on loopback addresses of its own. */
final class TestCentre implements GuestSide, AutoCloseable {
  private final RealTimeline timeline = new RealTimeline(Clock.systemUTC());
  private final Map<String, StringBuffer> consoles = new ConcurrentHashMap<>();
  private final GuestFleet fleet = new GuestFleet(this, Timing.none(), new Random(7));
  private final String range = TestAddresses.range();
  private List<String> allowed = List.of();
  private String image = "ubuntu-24.04";

  GuestFleet fleet() {
    return fleet;
  }

  /** The n-th address of this data centre. */
  String address(int n) {
    return range + n;
  }

  /** What machines that boot from now on may answer for beside their own addresses. */
  void allow(String... addresses) {
    allowed = List.of(addresses);
  }

  /** What machines that boot from now on are made of. */
  void image(String name) {
    image = name;
  }

  void boot(String name, int address, String userData) {
    boot(name, address, userData, 1);
  }

  void boot(String name, int address, String userData, int boot) {
    fleet.started(
        new BootedInstance(
            name,
            name,
            boot,
            Map.of(),
            Optional.of(userData),
            List.of(
                new BootedInstance.Nic(
                    "fa:16:3e:00:00:01", address(address), 24, List.of(), allowed)),
            new BootedInstance.Hardware(2, 4096, 20, "nova", image, "p")));
  }

  void associate(String name, int floating, int fixed) {
    fleet.floatingIpAssociated(name, new FloatingAddress(address(floating), address(fixed)));
  }

  String console(String name) {
    return consoles.getOrDefault(name, new StringBuffer()).toString();
  }

  @Override
  public void appendConsole(String instanceId, String text) {
    consoles.computeIfAbsent(instanceId, id -> new StringBuffer()).append(text);
  }

  @Override
  public void powerOff(String instanceId) {
    fleet.stopped(instanceId);
  }

  @Override
  public Timeline timeline() {
    return timeline;
  }

  @Override
  public void close() {
    fleet.close();
    timeline.close();
  }
}
